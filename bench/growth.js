/**
 * What an installation of a size asks of its machine: a shelter, a programme, a country and five, each with three years
 * behind it and its people at work on it, in one web process with its worker and the embedded database. The figures of
 * the table in docs/operation.md. Ends by itself.
 */
const { randomUUID } = require('node:crypto');
const { execFileSync } = require('node:child_process');
const { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const support = require('../test/faults/support.js');
const { fillWithPeopleAtWork } = require('./growth-data.js');
const { median, residentMiB } = require('./measure.js');

const YEARS = 3;
/**
 * `people` of a year; `atWork`: signed in and busy at the same time. Two cores do not carry the 250 of five countries:
 * `measuredWith` of them work, and the processors that all need are those times their share.
 */
const SIZES = [
  { name: 'a shelter', people: 300, beds: 20, shelters: 1, atWork: 4 },
  { name: 'a programme', people: 2_000, beds: 120, shelters: 6, atWork: 15 },
  { name: 'a country', people: 10_000, beds: 600, shelters: 20, atWork: 60 },
  {
    name: 'five countries',
    people: 50_000,
    beds: 3_000,
    shelters: 100,
    atWork: 250,
    measuredWith: 60,
  },
];
/** `SIZE='five countries'`: that one alone. */
const { SIZE } = process.env;
/** Between two acts of one person: from two seconds to six. */
const THINKS_MS = { least: 2_000, more: 4_000 };
const WARMS_UP_MS = 15_000;
/** How often each act is measured with nobody else at work. */
const TURNS_ALONE = 5;

module.exports = async function growth({ short, say }) {
  const results = [];
  const sizes = SIZE ? SIZES.filter(({ name }) => name === SIZE) : SIZES;
  for (const size of short ? sizes.slice(0, 2) : sizes) {
    results.push(
      await measured({ years: YEARS, measuredWith: size.atWork, ...size }, short ? 10_000 : 60_000),
    );
    for (const line of linesOf(results.at(-1))) say(line);
  }
  return results;
};

async function measured(size, workMs) {
  const tonight = new Date().toISOString().slice(0, 10);
  const db = await support.database();
  const web = { stop: async () => undefined };
  try {
    const filledAt = performance.now();
    const programme = await fillWithPeopleAtWork(db, size, tonight);
    const fillSeconds = (performance.now() - filledAt) / 1_000;
    const startedAt = performance.now();
    Object.assign(web, await support.webProcess(db, 'both'));
    const readyMs = performance.now() - startedAt;
    const atRest = residentMiB(web.pid());
    const people = await peopleOf(db, web, programme, size.measuredWith);
    await work(web, people, WARMS_UP_MS);
    const before = processorSeconds(web, db);
    const answers = await work(web, people, workMs);
    const after = processorSeconds(web, db);
    return {
      size: { ...size, rows: programme.rows },
      fillSeconds,
      readyMs,
      memoryMiB: { atRest, after: residentMiB(web.pid()), database: databaseMiB(db) },
      answers: summary(answers),
      processors: {
        web: ((after.web - before.web) * 1_000) / workMs,
        database: ((after.database - before.database) * 1_000) / workMs,
      },
      diskMiB: await diskMiB(db),
      alone: await alone(web, people),
      backup: backup(db),
    };
  } finally {
    await web.stop();
    await db.stop();
    rmSync(db.folder, { recursive: true, force: true });
  }
}

/** Half of them officers, a third in shelters, the others in the programme and in finance. */
async function peopleOf(db, web, { accounts, filesOf }, atWork) {
  const officers = Math.max(1, Math.round(atWork / 2));
  const managers = Math.max(1, Math.round(atWork / 3));
  const others = Math.max(2, atWork - officers - managers);
  const kinds = [
    ['officers', officers, (n) => officerActs(filesOf(n))],
    ['managers', managers, () => MANAGER_ACTS],
    ['programme', Math.ceil(others / 2), () => PROGRAMME_ACTS],
    ['finance', Math.floor(others / 2), () => FINANCE_ACTS],
  ];
  const people = [];
  for (const [role, count, actsOf] of kinds) {
    const ids = accounts[role];
    for (let n = 0; n < count; n += 1) {
      const place = n % ids.length;
      const headers = await support.session(db, web, ids[place]);
      const random = support.chance(7_919 * (n + 1));
      people.push({ role, headers, acts: actsOf(place), random, n });
    }
  }
  return people;
}

const page = (path, name = path) => ({ name, method: 'GET', path: () => path });
const MANAGER_ACTS = ['/', '/beds', '/beds/tonight', '/house'].map((path) => page(path));
const PROGRAMME_ACTS = ['/', '/dashboard', '/indicators', '/statistics'].map((path) => page(path));
const FINANCE_ACTS = ['/', '/budget'].map((path) => page(path));
const officerActs = (files) => [
  page('/'),
  page('/people'),
  { name: '/people/:id', method: 'GET', path: ({ random }) => `/people/${one(files, random)}` },
  {
    name: 'a search by name',
    method: 'POST',
    path: () => '/api/v1/people/search',
    body: () => ({ q: 'Diallo' }),
    isRight: ({ matched }) => matched > 0,
  },
  {
    name: 'a service recorded',
    method: 'POST',
    path: () => '/api/v1/services',
    body: ({ random }) => ({
      caseId: one(files, random),
      typeCode: 'bench_1',
      givenOn: new Date().toISOString().slice(0, 10),
    }),
  },
];
const one = (list, random) => list[random(list.length)];

/** Everybody acts, thinks, acts; answers how long each act took and what was answered. */
async function work(web, people, forMs) {
  const answers = [];
  const end = performance.now() + forMs;
  await Promise.all(
    people.map(async (person) => {
      await support.pause(person.random(THINKS_MS.least + THINKS_MS.more));
      while (performance.now() < end) {
        person.n += 1;
        answers.push(await act(web, person, person.acts[person.n % person.acts.length]));
        await support.pause(THINKS_MS.least + person.random(THINKS_MS.more));
      }
    }),
  );
  return answers;
}

async function act(web, person, { name, method, path, body, isRight = () => true }) {
  const at = performance.now();
  const headers = {
    ...person.headers,
    ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
  };
  // No answer within the twenty seconds of a call is one that failed.
  const { status, body: answer } = await support
    .call(web.port, method, path(person), { headers, body: body?.(person) })
    .catch((error) => ({ status: error.message, body: null }));
  const isGood = [200, 201, 303].includes(status) && isRight(answer);
  return { name, ms: performance.now() - at, isGood, status };
}

/** Each act a few times with nobody else at work: the median. */
async function alone(web, people) {
  const times = {};
  const acts = new Map(
    people.flatMap((person) =>
      person.acts.map((act) => [`${act.name} (${person.role})`, [person, act]]),
    ),
  );
  for (const [name, [person, each]] of acts) {
    const turns = [];
    for (let turn = 0; turn < TURNS_ALONE; turn += 1) turns.push((await act(web, person, each)).ms);
    times[name] = median(turns);
  }
  return times;
}

function summary(answers) {
  const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))];
  return {
    count: answers.length,
    failed: answers.filter(({ isGood }) => !isGood).map(({ name, status }) => `${status} ${name}`),
    median: at(0.5),
    p95: at(0.95),
    slowest: times.at(-1),
  };
}

const TICKS_A_SECOND = 100;
const sum = (some) => some.reduce((total, each) => total + each, 0);

/** The server and its connections, as /proc has them: what those that ended took is counted at the server. */
function postgresOf({ folder }) {
  const pidFile = join(folder, 'postgres/cluster/data/postmaster.pid');
  const server = readFileSync(pidFile, 'utf8').split('\n')[0];
  const others = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => statOf(pid)?.parent === server);
  return [server, ...others];
}

/** Null where the process has gone. */
function statOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    const seconds = (from, to) => sum(fields.slice(from, to).map(Number)) / TICKS_A_SECOND;
    return { parent: fields[1], own: seconds(11, 13), withEnded: seconds(11, 15) };
  } catch {
    return null;
  }
}

/** Of the web process with its threads, and of PostgreSQL with its connections, since they began. */
function processorSeconds(web, db) {
  const [server, ...others] = postgresOf(db);
  return {
    web: statOf(web.pid()).own,
    database: statOf(server).withEnded + sum(others.map((pid) => statOf(pid)?.own ?? 0)),
  };
}

/** What PostgreSQL holds: memory that its processes share is counted once. */
function databaseMiB(db) {
  const kib = postgresOf(db).map((pid) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]);
    } catch {
      return 0;
    }
  });
  return Math.round(sum(kib) / 1_024);
}

async function diskMiB({ admin }) {
  const { rows } = await admin.query(
    `SELECT (pg_database_size(current_database()) / 1048576)::int AS mib`,
  );
  return rows[0].mib;
}

/** One backup as a timer makes it, read back: its time and the size of its files. */
function backup(db) {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-growth-'));
  try {
    const mawa = (...words) =>
      execFileSync(process.execPath, [join(support.ROOT, 'bin/mawa.js'), ...words], {
        env: { ...process.env, DATABASE_URL: '', MAWA_DATA: db.folder, BACKUP_URL: db.adminUrl },
        encoding: 'utf8',
      });
    const recipient = /age1\S+/.exec(mawa('backup', 'key', join(folder, 'key')))[0];
    const at = performance.now();
    mawa('backup', '--to', join(folder, 'kept'), '--recipient', recipient);
    const seconds = (performance.now() - at) / 1_000;
    const files = readdirSync(join(folder, 'kept'), { recursive: true }).map((name) =>
      statSync(join(folder, 'kept', name)),
    );
    const bytes = files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
    return { seconds, mib: bytes / 2 ** 20 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function linesOf({ size, answers, processors, memoryMiB, diskMiB: disk, backup: kept, ...rest }) {
  const slowest = Object.entries(rest.alone)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`);
  const share = size.atWork / size.measuredWith;
  return [
    `${size.name}: ${size.people} people a year, ${size.beds} beds, ${size.shelters} shelters, ${size.years} years: ${size.rows.people} people, ${size.rows.services} services, ${size.rows.nights} bed-nights (written in ${rest.fillSeconds.toFixed(0)} s)`,
    `  ${size.measuredWith} at work: ${answers.count} acts, ${answers.failed.length} failed${answers.failed.length ? ` (${[...new Set(answers.failed)].join(', ')})` : ''}; median ${answers.median.toFixed(0)} ms, 95th of a hundred ${answers.p95.toFixed(0)}, slowest ${answers.slowest.toFixed(0)}`,
    `  processors: web ${processors.web.toFixed(2)}, PostgreSQL ${processors.database.toFixed(2)}; memory: web ${memoryMiB.atRest} MiB at rest, ${memoryMiB.after} after, PostgreSQL ${memoryMiB.database}; ready after ${(rest.readyMs / 1_000).toFixed(1)} s`,
    ...(share > 1
      ? [
          `  of ${size.atWork} at work: processors: web ${(processors.web * share).toFixed(2)}, PostgreSQL ${(processors.database * share).toFixed(2)}`,
        ]
      : []),
    `  disk ${disk} MiB; a backup ${kept.mib.toFixed(0)} MiB in ${kept.seconds.toFixed(1)} s`,
    `  alone, slowest: ${slowest.join(', ')}`,
  ];
}
