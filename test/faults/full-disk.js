/**
 * PostgreSQL stands on a small disk of its own (tmpfs) that is filled up while officers read and record: what cannot be
 * written is refused with 503 and a sentence, nothing that was acknowledged is lost, and it recovers by itself once there is
 * space again. Likewise the folder of files, while somebody is erased. Needs the rights to mount.
 */
const { execFileSync } = require('node:child_process');
const {
  closeSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeSync,
} = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { Client } = require('pg');
const {
  handOver,
  initialise,
  PostgresServer,
  prepareDatabase,
} = require('./cluster/postgres-server.js');
const support = require('./support.js');

const DATABASE = 'mawa';
const PEOPLE = 10;
const CLIENTS = 6;
const FULL_MS = 15_000;

module.exports = async function fullDisk() {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-full-'));
  chmodSync(folder, 0o711);
  const disks = ['database', 'files'].map((name) => join(folder, name));
  const [home, files] = disks;
  let server;
  let keeper;
  let web;
  let app;
  try {
    mount(home, '700m');
    mount(files, '4m');
    initialise(home);
    const small = { max_wal_size: '64MB', min_wal_size: '32MB', shared_buffers: '32MB' };
    server = new PostgresServer('database', home, await support.freePort(), small);
    await server.start();
    const db = await programme(server, files);
    app = await support.application(db);
    const people = await support.people(db, app, PEOPLE);
    web = await support.webProcess(db);
    keeper = keepRunning(server);
    const officers = await work(db, web, people);
    await support.pause(3_000);
    const before = officers.count();
    const database = await whileFull(home, () => officers.during(FULL_MS));
    const freed = Date.now();
    const again = await officers.writesAgain(60_000);
    const seconds = Math.round((again - freed) / 100) / 10;
    const acknowledged = await officers.end();
    await db.reconnect();
    const kept = await keptOf(db, acknowledged);
    const erased = await eraseOnFullDisk(db, app, people, files);
    return [
      {
        title: 'officers read and record while there is space',
        good: before.writes > 10 && before.reads > 10 && before.refused === 0,
        figure: `${before.reads} reads, ${before.writes} writes`,
      },
      {
        title: 'on a full disk of the database every refusal is a 503 with a sentence',
        good: database.refused > 10 && database.other.size === 0,
        figure: `${database.reads} reads and ${database.writes} writes went on, ${database.refused} refused: ${[...database.codes].map(([code, n]) => `${n} × ${code}`).join(', ')}${database.other.size ? `; ${[...database.other].join(', ')}` : ''}`,
      },
      {
        title: 'it recovers by itself once there is space again',
        good: seconds < 60,
        figure: `writes again after ${seconds} s; PostgreSQL was started again ${keeper.starts()} times`,
      },
      {
        title: 'nothing that was acknowledged is lost',
        good: kept === acknowledged.length && kept > 20,
        figure: `${kept} of ${acknowledged.length} services`,
      },
      {
        title: 'on a full disk of the files nobody is erased whose erasure could not be noted',
        good: erased.whileFull.keys === 1 && erased.whileFull.state !== 'done',
        figure: JSON.stringify(erased.whileFull),
      },
      {
        title: 'and the erasure is done once there is space again',
        good: erased.after.keys === 0 && erased.after.state === 'done' && erased.after.isNoted,
        figure: JSON.stringify(erased.after),
      },
    ];
  } finally {
    keeper?.stop();
    await web?.stop();
    await app?.close().catch(() => undefined);
    await server?.stop();
    for (const disk of disks) if (existsSync(disk)) unmount(disk);
    rmSync(folder, { recursive: true, force: true });
  }
};

function mount(folder, size) {
  mkdirSync(folder, { mode: 0o711 });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0711`, 'mawa-drill', folder]);
  handOver(folder);
}

function unmount(folder) {
  try {
    execFileSync('umount', [folder], { stdio: 'ignore' });
  } catch {
    execFileSync('umount', ['--lazy', folder]); // a process that ends still holds a file of it
  }
}

/** Fills a disk to its last byte, and goes on doing so, until `during` is over. */
async function whileFull(folder, during) {
  const filler = join(folder, 'filler');
  const file = openSync(filler, 'w');
  const fill = () => {
    for (const piece of [Buffer.alloc(1 << 20), Buffer.alloc(1 << 12)]) {
      try {
        while (writeSync(file, piece) === piece.length);
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      }
    }
  };
  fill();
  const filling = setInterval(fill, 200);
  try {
    return await during();
  } finally {
    clearInterval(filling);
    closeSync(file);
    rmSync(filler);
  }
}

/** As systemd does: PostgreSQL is started again whenever it ended. */
function keepRunning(server) {
  let starts = 0;
  let goesOn = true;
  let starting = false;
  const timer = setInterval(() => {
    if (!goesOn || starting || server.isRunning) return;
    starting = true;
    starts += 1;
    server
      .start()
      .catch(() => undefined) // it ends again while there is no space
      .finally(() => (starting = false));
  }, 500);
  return {
    starts: () => starts,
    stop: () => {
      goesOn = false;
      clearInterval(timer);
    },
  };
}

async function programme(server, folder) {
  await prepareDatabase(server, folder, DATABASE);
  const db = {
    appUrl: server.url(DATABASE, 'mawa_app'),
    folder,
    reconnect: async () => {
      await db.admin?.end().catch(() => undefined);
      db.admin = new Client({ connectionString: server.url(DATABASE) });
      db.admin.on('error', () => undefined); // it ends with the server
      await db.admin.connect();
    },
  };
  await db.reconnect();
  return db;
}

const newCounts = () => ({ reads: 0, writes: 0, refused: 0, codes: new Map(), other: new Set() });

/** Officers who read a file and record services until `end`. */
async function work(db, web, people) {
  const headers = await support.session(db, web, people.officer.userId);
  const acknowledged = [];
  let [goesOn, counts, lastWrite] = [true, newCounts(), 0];
  const note = ({ status, body }, expected, kind) => {
    if (status === expected) counts[kind] += 1;
    else if (status === 503 && /^common\./.test(body?.code ?? '') && body.detail) {
      counts.refused += 1;
      counts.codes.set(body.code, (counts.codes.get(body.code) ?? 0) + 1);
    } else counts.other.add(`${status} ${body?.code}`);
  };
  const officer = async (at) => {
    for (let n = at; goesOn; n += 1) {
      const { id: caseId } = people[n % people.length];
      const read = await support
        .call(web.port, 'GET', `/api/v1/people/${caseId}`, { headers, timeout: 60_000 })
        .catch((error) => ({ status: error.message }));
      note(read, 200, 'reads');
      const began = Date.now();
      const written = await support
        .call(web.port, 'POST', '/api/v1/services', {
          headers,
          timeout: 60_000,
          body: {
            caseId,
            typeCode: 'legal_consultation',
            givenOn: '2026-08-16',
            note: 'x'.repeat(2_000),
          },
        })
        .catch((error) => ({ status: error.message }));
      note(written, 201, 'writes');
      if (written.status === 201) {
        acknowledged.push(written.body.id);
        lastWrite = Math.max(lastWrite, began);
      } else await support.pause(100);
    }
  };
  const all = Array.from({ length: CLIENTS }, (_, at) => officer(at));
  return {
    count: () => counts,
    during: async (ms) => {
      const own = (counts = newCounts());
      await support.pause(ms);
      counts = newCounts();
      return own;
    },
    /** When the first write that is acknowledged from now on began. */
    writesAgain: async (ms) => {
      const from = Date.now();
      while (lastWrite < from && Date.now() < from + ms) await support.pause(50);
      return lastWrite < from ? Infinity : Date.now();
    },
    end: async () => {
      goesOn = false;
      await Promise.all(all);
      return acknowledged;
    },
  };
}

const keptOf = async ({ admin }, ids) =>
  (await admin.query('SELECT count(*)::int AS n FROM services WHERE id = ANY ($1)', [ids])).rows[0]
    .n;

/** Two people erase somebody: while the folder of the log of the erased is full, and after. */
async function eraseOnFullDisk(db, app, people, files) {
  const { Erasures, ErasureLog } = support.from('modules/rights/index.js');
  const gone = people[PEOPLE - 1].id;
  const found = async (jobId) => ({
    keys: await keysOf(db, gone),
    state: (await db.admin.query('SELECT state FROM jobs WHERE id = $1', [jobId])).rows[0].state,
    isNoted: new ErasureLog(join(files, 'mawa.key.json')).caseIds().includes(gone),
  });
  const asked = await app.get(Erasures).ask(people.officer, gone, 'retention_ended');
  let jobId;
  const whileItIs = await whileFull(files, async () => {
    ({ jobId } = await app.get(Erasures).decide(people.supervisor, asked.id, 'approved'));
    await support.pause(6_000);
    return found(jobId);
  });
  for (let n = 0; n < 300; n += 1) {
    const after = await found(jobId);
    if (after.state === 'failed') {
      ({ jobId } = await app.get(Erasures).tryAgain(people.supervisor, asked.id));
    } else if (after.state === 'done') return { whileFull: whileItIs, after };
    await support.pause(300);
  }
  return { whileFull: whileItIs, after: await found(jobId) };
}

const keysOf = async ({ admin }, caseId) =>
  (await admin.query('SELECT count(*)::int AS n FROM keys.case_keys WHERE case_id = $1', [caseId]))
    .rows[0].n;
