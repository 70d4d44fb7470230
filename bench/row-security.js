/**
 * What row level security costs: the thirty most used statements of a day, planned and executed under the policies
 * and by a superuser, whom no policy meets; and three whole acts with the time that PostgreSQL takes for them.
 *
 * The statements come from the application itself, with their parameters and with what went before them in their
 * transaction. `--statements FILE` (an earlier results file) measures the texts of that run instead, with the
 * parameters that the same requests have here. docs/performance.md explains the table.
 */
const { readFileSync } = require('node:fs');
const os = require('node:os');
const { Client } = require('pg');
const support = require('../test/faults/support.js');
const { median } = require('./measure.js');
const { watchStatements } = require('./recorded-statements.js');
const { programme } = require('./row-security-data.js');
const { actsOf, prepareDay, requestsOf } = require('./row-security-day.js');

const STATEMENTS = 30;
const DATA_STATEMENT = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|MERGE)\b/i;
const SETS_CONTEXT = /set_config\s*\(\s*'mawa\.|^\s*(SET|RESET)\b/i;
const CHANGES_ROLE = /^\s*(SET\s+(LOCAL\s+)?ROLE|RESET\s+ROLE)\b/i;
/** As a superuser, and with nothing before the statement but its context. */
const ON_ITS_OWN = { superuser: true, contextAlone: true };
/** From the sixth execution on PostgreSQL may use a plan that is the same for all parameters. */
const BEFORE_PREPARED = 5;

module.exports = async function rowSecurity({ short, say, statements: file, data }) {
  const earlier = file ? earlierRun(file) : null;
  const { db, users, size } = await programme({ data, say });
  const watch = watchStatements();
  const { app, web } = await application(db);
  try {
    say(
      `${size.people} people, ${size.stays} stays, ${size.services} services, ${size.access} rows of case_access`,
    );
    const headers = {};
    const signIn = async () => {
      for (const [who, user] of Object.entries(users))
        headers[who] = await support.session(db, web, user);
    };
    await signIn();
    const ask = asker(web, headers);
    const facts = await prepareDay(db, ask, users.officer);
    const recorded = await recordDay(watch, ask, requestsOf(facts));
    const used = byText(recorded);
    say(`${recorded.length} statements of ${used.size} texts in the requests of the day`);
    const { chosen, missing } = earlier
      ? sameTexts(used, earlier.statements)
      : { chosen: await mostUsed(db, used), missing: [] };
    const rounds = short
      ? { fresh: 3, warm: 5, execution: 3 }
      : { fresh: 15, warm: 21, execution: 9 };
    const load = os.loadavg();
    const measured = await measureAll(db, watch.options(), chosen, rounds);
    printTable(measured, say);
    printRatios(measured, say);
    if (earlier) compare(measured, missing, earlier, say);
    await signIn(); // nobody was here while the statements were measured: sessions may have ended
    const acts = await measureActs(watch, ask, facts, short ? 5 : 30);
    printActs(acts, earlier?.acts, say);
    say(
      `load while measuring ${load[0].toFixed(2)} to ${os.loadavg()[0].toFixed(2)}; ${await version(db)}`,
    );
    return { size, rounds, load, statements: measured, missing, acts };
  } finally {
    watch.stop();
    await app.close();
    await db.stop();
  }
};

const earlierRun = (file) => {
  const found = JSON.parse(readFileSync(file, 'utf8')).results?.['row-security'];
  if (!found) throw new Error(`${file} is no results file of this benchmark`);
  return found;
};

const version = async (db) =>
  (await db.admin.query('SHOW server_version')).rows.map(
    ({ server_version: number }) => `PostgreSQL ${number}`,
  )[0];

/** The application in this process, listening: its statements are recorded where they are sent. */
async function application(db) {
  const { readEnv } = support.from('modules/platform/config/env.js');
  const { createApp } = support.from('src/create-app.js');
  const env = readEnv({
    MAWA_DATA: db.folder,
    MAWA_SYNTHETIC: 'true',
    LOG_LEVEL: 'silent',
    DATABASE_POOL: '4',
  });
  const app = await createApp({ env, databaseUrl: db.appUrl });
  await app.init();
  const port = await support.freePort();
  await app.listen(port, '127.0.0.1');
  return { app, web: { port } };
}

const asker = (web, headers) =>
  async function ask(who, method, path, { body } = {}) {
    const answer = await support.call(web.port, method, path, {
      headers: {
        ...headers[who],
        accept: path.startsWith('/api/') ? 'application/json' : 'text/html',
      },
      body,
      timeout: 120_000,
    });
    if (answer.status >= 300)
      throw new Error(`${who} ${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
    return answer;
  };

async function recordDay(watch, ask, requests) {
  const recorded = [];
  for (const { step, who, method, path, body } of requests)
    recorded.push(...(await watch.record(step, () => ask(who, method, path, { body }))));
  return recorded.filter(({ text }) => DATA_STATEMENT.test(text) && !SETS_CONTEXT.test(text));
}

const normal = (text) => text.replaceAll(/\s+/g, ' ').trim();

function byText(recorded) {
  const used = new Map();
  for (const one of recorded) {
    const key = normal(one.text);
    used.set(key, [...(used.get(key) ?? []), one]);
  }
  return used;
}

/** The most used texts that read or write tables with policies; which tables these are, the planner says. */
async function mostUsed(db, used) {
  const { rows } = await db.admin.query('SELECT relname FROM pg_class WHERE relrowsecurity');
  const guarded = new Set(rows.map(({ relname }) => relname));
  const chosen = [];
  const inOrder = [...used].sort(([a, as], [b, bs]) => bs.length - as.length || (a < b ? -1 : 1));
  for (const [key, occurrences] of inOrder) {
    if (chosen.length === STATEMENTS) break;
    const place = Math.floor(occurrences.length / 2);
    const one = occurrences[place];
    const tables = (await tablesOf(db, one)).filter((name) => guarded.has(name));
    if (tables.length > 0)
      chosen.push({ key, tables, used: occurrences.length, place, statement: one });
  }
  return chosen;
}

/** Tables in the plan of a superuser: those of the statement itself, without those of policies. */
async function tablesOf(db, statement) {
  const plan = await inItsTransaction(db.admin, statement, ON_ITS_OWN, async () => {
    const { rows } = await db.admin.query(
      `EXPLAIN (FORMAT JSON) ${statement.text}`,
      bound(statement.values),
    );
    return JSON.stringify(rows[0]['QUERY PLAN']);
  });
  const names = plan.matchAll(/"Relation Name":"([^"]+)"/g);
  const place = (name) => statement.text.search(new RegExp(`\\b${name}\\b`)) >>> 0; // what a view or function names comes last
  return [...new Set([...names].map(([, name]) => name))].sort((a, b) => place(a) - place(b));
}

/** The texts of an earlier run, each as the same request sends it here; texts that no request sends any more. */
function sameTexts(used, statements) {
  const chosen = [];
  const missing = [];
  for (const { key, tables, place, step } of statements) {
    const occurrences = used.get(key);
    if (!occurrences) missing.push({ key, tables });
    else {
      const statement =
        occurrences.find((one) => one.step === step) ??
        occurrences[Math.min(place, occurrences.length - 1)];
      chosen.push({ key, tables, used: occurrences.length, place, statement });
    }
  }
  return { chosen, missing };
}

async function measureAll(db, options, chosen, rounds) {
  const connect = async (connectionString) => {
    const client = new Client({ connectionString, options });
    await client.connect();
    return client;
  };
  const urls = { policies: db.appUrl, none: db.adminUrl };
  const warm = { policies: await connect(urls.policies), none: await connect(urls.none) };
  const measured = [];
  try {
    // Every statement once on each connection: what it loads is not the cost of the one that comes first.
    for (const { statement } of chosen)
      for (const side of ['policies', 'none'])
        await prepared(warm[side], statement, side === 'none', 1);
    for (const { key, tables, used, place, statement } of chosen) {
      const fresh = { policies: [], none: [] };
      for (let round = 0; round < rounds.fresh; round += 1)
        for (const [side, url] of Object.entries(urls)) {
          const client = await connect(url);
          fresh[side].push(await planned(client, statement, side === 'none'));
          await client.end();
        }
      const times = {};
      for (const side of Object.keys(urls))
        times[side] = {
          ...summaryOf(fresh[side]),
          ...(await warmTimes(warm[side], statement, side === 'none', rounds)),
        };
      const { text, values, step, before } = statement;
      measured.push({ key, tables, used, place, step, ...times, text, values, before });
    }
    return measured;
  } finally {
    await Promise.all(Object.values(warm).map((client) => client.end()));
  }
}

function summaryOf(fresh) {
  const planning = fresh.map((one) => one.planning);
  return {
    freshBest: Math.min(...planning),
    freshMedian: median(planning),
    freshWhole: median(fresh.map(({ whole }) => whole)),
  };
}

/** On a connection that has executed the statement before. */
async function warmTimes(client, statement, superuser, rounds) {
  const warm = [];
  for (let round = 0; round < rounds.warm; round += 1)
    warm.push((await planned(client, statement, superuser)).planning);
  const executed = [];
  for (let round = 0; round < rounds.execution; round += 1)
    executed.push(await execution(client, statement, superuser));
  return {
    warm: median(warm),
    execution: median(executed),
    prepared: median(await prepared(client, statement, superuser, rounds.warm)),
  };
}

/** Planning alone, by PostgreSQL's clock, and the round trip, in which parsing and adding the policies count too. */
async function planned(client, statement, superuser) {
  return inItsTransaction(client, statement, { superuser, contextAlone: true }, async () => {
    const at = process.hrtime.bigint();
    const { rows } = await client.query(
      `EXPLAIN (SUMMARY, FORMAT JSON) ${statement.text}`,
      bound(statement.values),
    );
    const whole = Number(process.hrtime.bigint() - at) / 1e6;
    return { planning: rows[0]['QUERY PLAN'][0]['Planning Time'], whole };
  });
}

async function execution(client, statement, superuser) {
  return inItsTransaction(client, statement, { superuser }, async () => {
    const { rows } = await client.query(
      `EXPLAIN (ANALYZE, TIMING OFF, SUMMARY, FORMAT JSON) ${statement.text}`,
      bound(statement.values),
    );
    return rows[0]['QUERY PLAN'][0]['Execution Time'];
  });
}

/** Round trips of the statement prepared, from the sixth execution on. */
async function prepared(client, statement, superuser, times) {
  const taken = [];
  for (let round = 0; round < BEFORE_PREPARED + times; round += 1) {
    const ms = await inItsTransaction(client, statement, { superuser }, () =>
      timed(() =>
        client.query({
          name: nameOf(statement.text),
          text: statement.text,
          values: bound(statement.values),
        }),
      ),
    );
    if (round >= BEFORE_PREPARED) taken.push(ms);
  }
  return taken;
}

const names = new Map();
const nameOf = (text) => {
  if (!names.has(text)) names.set(text, `measured_${names.size}`);
  return names.get(text);
};

/** After what went before it in its transaction, or after its context alone; always rolled back. */
async function inItsTransaction(client, { before }, { superuser, contextAlone = false }, work) {
  const first = contextAlone ? contextOf(before) : before;
  if (first.length === 0) await client.query('BEGIN');
  try {
    for (const { text, values } of first)
      if (!superuser || !CHANGES_ROLE.test(text)) await client.query(text, bound(values));
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}

/** BEGIN, and what tells PostgreSQL of the actor: by its words, else whatever the application sends first. */
function contextOf(before) {
  const inWords = before.some(({ text }) => text.includes('mawa.actor'));
  return before.filter(
    ({ text }, place) => place === 0 || SETS_CONTEXT.test(text) || (place === 1 && !inWords),
  );
}

/** A text without any parameters is sent without a list of them: only so may it hold several statements. */
const bound = (values) => values ?? undefined;

async function measureActs(watch, ask, facts, times) {
  const acts = [];
  for (const { name, act, undo } of actsOf(facts)) {
    const runs = [];
    for (let round = -5; round < times; round += 1) {
      const send = ([method, path, body]) => ask('officer', method, path, { body });
      const run = await watch.measure(() => send(act));
      if (undo) await send(undo);
      if (round >= 0) runs.push(run);
    }
    acts.push({
      name,
      statements: median(runs.map(({ statements }) => statements)),
      ms: median(runs.map(({ ms }) => ms)),
      best: Math.min(...runs.map(({ ms }) => ms)),
    });
  }
  return acts;
}

const COLUMNS = [
  ['policies', 'freshBest', 'fresh, best'],
  ['policies', 'freshMedian', 'fresh, median'],
  ['policies', 'freshWhole', 'fresh, whole'],
  ['policies', 'warm', 'warm'],
  ['policies', 'execution', 'execution'],
  ['policies', 'prepared', 'prepared'],
  ['none', 'freshBest', 'fresh, none'],
  ['none', 'freshWhole', 'whole, none'],
  ['none', 'warm', 'warm, none'],
  ['none', 'execution', 'execution, none'],
  ['none', 'prepared', 'prepared, none'],
];

const sumOf = (measured, side, column) =>
  measured.reduce((sum, statement) => sum + statement[side][column], 0);

function printTable(measured, say) {
  const rows = measured.map((statement, n) => [
    `${n + 1}`,
    `${statement.used}`,
    labelOf(statement),
    ...COLUMNS.map(([side, column]) => statement[side][column].toFixed(2)),
  ]);
  const sums = COLUMNS.map(([side, column]) => sumOf(measured, side, column).toFixed(1));
  table(
    [
      ['', 'used', 'statement', ...COLUMNS.map(([, , title]) => title)],
      ...rows,
      ['', '', 'sum', ...sums],
    ],
    say,
  );
}

/** Both sides are measured in turns, statement by statement: their ratio hardly depends on other work on the machine. */
function printRatios(measured, say) {
  const ratios = ['freshBest', 'freshWhole', 'warm', 'execution', 'prepared'].map((column) => {
    const [, , title] = COLUMNS.find(([, name]) => name === column);
    const ratio = sumOf(measured, 'policies', column) / sumOf(measured, 'none', column);
    return `${title} ${ratio.toFixed(2)}`;
  });
  say(`with policies over without: ${ratios.join('; ')}`);
}

/** Its verb and its tables, in the order of the text. */
const labelOf = ({ text, tables }) => {
  const names =
    tables.slice(0, 3).join(', ') + (tables.length > 3 ? ` and ${tables.length - 3}` : '');
  return `${/\w+/.exec(text)[0].toUpperCase()} ${names}`;
};

/** In Markdown, so that it can be copied into docs/performance.md as it is. */
function table([head, ...rows], say) {
  const widths = head.map((_, n) => Math.max(...[head, ...rows].map((row) => row[n].length)));
  const right = (n) => n !== 2;
  const line = (row) =>
    `| ${row.map((cell, n) => (right(n) ? cell.padStart(widths[n]) : cell.padEnd(widths[n]))).join(' | ')} |`;
  say(line(head));
  say(
    `| ${widths.map((width, n) => (right(n) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`,
  );
  for (const row of rows) say(line(row));
}

/** Sums over the texts that both runs know: those alone can be compared. */
function compare(measured, missing, earlier, say) {
  const known = new Set(measured.map(({ key }) => key));
  const before = earlier.statements.filter(({ key }) => known.has(key));
  say(`against the earlier run, over the ${before.length} texts that are still sent:`);
  for (const [side, column, title] of COLUMNS) {
    const [then, now] = [before, measured].map((list) => sumOf(list, side, column));
    say(
      `  ${title}: ${then.toFixed(1)} ms before, ${now.toFixed(1)} ms now, ratio ${(now / then).toFixed(2)}`,
    );
  }
  for (const { key } of missing) say(`  no longer sent: ${key.slice(0, 160)}`);
}

function printActs(acts, before, say) {
  for (const { name, statements, ms, best } of acts) {
    const then = before?.find((act) => act.name === name);
    say(
      `${name}: ${statements} statements, ${ms.toFixed(1)} ms in PostgreSQL (best ${best.toFixed(1)})` +
        (then
          ? `; before ${then.statements} and ${then.ms.toFixed(1)} ms, ratio ${(ms / then.ms).toFixed(2)}`
          : ''),
    );
  }
}

async function timed(work) {
  const at = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - at) / 1e6;
}
