/**
 * Types the commands of docs/backup.md under "Point-in-time recovery": the log of a server is kept beside a base backup,
 * services are recorded, somebody deletes all of them, more is recorded and a person is erased. The database is taken to
 * just before the mistake: what was acknowledged before is there, what came after is not, and the erased person is
 * erased again before the web process serves.
 */
const { spawnSync } = require('node:child_process');
const { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { Client } = require('pg');
const {
  clientPrograms,
  handOver,
  initialise,
  PostgresServer,
  prepareDatabase,
} = require('./cluster/postgres-server.js');
const { done } = require('./reproductions.js');
const support = require('./support.js');

const DATABASE = 'mawa';
const PEOPLE = 20;

module.exports = async function pointInTime() {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-instant-'));
  chmodSync(folder, 0o711);
  const places = {
    WAL_ARCHIVE: join(folder, 'log'),
    BASE_BACKUP: join(folder, 'base'),
    NEW_DATA: join(folder, 'recovered', 'data'),
  };
  for (const each of [places.WAL_ARCHIVE, join(folder, 'recovered')]) {
    mkdirSync(each, { mode: 0o755 });
    handOver(each);
  }
  const [keepLog, makeBase, recover] = recipe();
  const servers = [];
  const aServer = async (name) => {
    servers.push(new PostgresServer(name, join(folder, name), await support.freePort()));
    return servers.at(-1);
  };
  try {
    const before = await aServer('before');
    initialise(before.folder);
    await before.start();
    const set = typed(keepLog, before, places);
    await before.stop();
    await before.start();
    const db = await programme(before, folder);
    const fixture = await begin(db);
    const based = typed(makeBase, before, places);
    const kept = await fixture.record(60);
    await support.pause(1_500);
    const instant = new Date();
    await support.pause(1_500);
    await mistake(db);
    const left = await countOf(db, [...fixture.first, ...kept]);
    const later = await fixture.record(20);
    await fixture.erase();
    await fixture.close();
    await archived(before);
    await db.admin.end();
    await before.stop();

    const began = Date.now();
    const made = typed(recover, before, { ...places, JUST_BEFORE: asTyped(instant) });
    const after = await aServer('recovered');
    await after.start();
    await readable(after);
    const seconds = Math.round((Date.now() - began) / 100) / 10;
    const recovered = await connected(after, folder);
    const there = await countOf(recovered, [...fixture.first, ...kept]);
    const absent = await countOf(recovered, later);
    const keysBefore = await keysOf(recovered, fixture.erased);
    const web = await support.webProcess(recovered);
    const keysAfter = await keysOf(recovered, fixture.erased);
    await web.stop();
    await recovered.admin.end();
    return [
      { title: 'the log is kept as written', ...set },
      { title: 'the base backup is made as written', ...based },
      { title: 'the data folder is recovered as written', ...made },
      {
        title: 'control: the mistake took every service away',
        good: left === 0,
        figure: `${left} left`,
      },
      {
        title: 'what was acknowledged before the mistake is there, what came after is not',
        good: there === PEOPLE + 60 && absent === 0 && later.length === 20,
        figure: `${there} of ${PEOPLE + 60} before, ${absent} of ${later.length} after; ready ${seconds} s after the first command`,
      },
      {
        title: 'who was erased after that instant is erased again before anybody is served',
        good: keysBefore === 1 && keysAfter === 0,
        figure: `keys: ${keysBefore} in the recovered database, ${keysAfter} once the web process answers`,
      },
    ];
  } finally {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** PostgreSQL takes a time zone here as a number only. */
const asTyped = (instant) => instant.toISOString().replace('T', ' ').replace('Z', '+00');

/** The shell blocks of the section, in its order. */
function recipe() {
  const page = readFileSync(join(support.ROOT, 'docs/backup.md'), 'utf8');
  const section = page.slice(page.indexOf('\n# Point-in-time recovery'));
  return [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block);
}

function typed(block, server, places) {
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', block], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${clientPrograms()}:${process.env.PATH}`,
      DATABASE_ADMIN_URL: server.url('postgres'),
      ...places,
    },
  });
  const said = `${stdout}${stderr}`.trim().split('\n').slice(-3).join(' | ');
  return { good: status === 0, figure: status === 0 ? '' : said };
}

const connected = async (server, folder) => {
  const admin = new Client({ connectionString: server.url(DATABASE) });
  admin.on('error', () => undefined); // it ends with the server
  await admin.connect();
  return { admin, appUrl: server.url(DATABASE, 'mawa_app'), folder };
};

async function programme(server, folder) {
  await prepareDatabase(server, folder, DATABASE);
  return connected(server, folder);
}

/** People with a service each; `record` notes more of them, `erase` erases one person by two people. */
async function begin(db) {
  const { Services } = support.from('modules/assistance-services/index.js');
  const { Erasures } = support.from('modules/rights/index.js');
  const app = await support.application(db);
  const people = await support.people(db, app, PEOPLE);
  const { rows } = await db.admin.query('SELECT id FROM services');
  const erased = people[0].id;
  return {
    first: rows.map(({ id }) => id),
    erased,
    record: async (many) => {
      const ids = [];
      for (let n = 0; n < many; n += 1) {
        const service = { typeCode: 'legal_consultation', givenOn: '2026-08-16' };
        const caseId = people[1 + (n % (PEOPLE - 1))].id;
        ids.push((await app.get(Services).record(people.officer, { caseId, ...service })).id);
      }
      return ids;
    },
    erase: async () => {
      const asked = await app.get(Erasures).ask(people.officer, erased, 'retention_ended');
      const { jobId } = await app.get(Erasures).decide(people.supervisor, asked.id, 'approved');
      await done(db, jobId);
    },
    close: () => app.close(),
  };
}

/** As somebody with a console may do it: every service is gone. */
async function mistake({ admin }) {
  await admin.query('SET session_replication_role = replica');
  await admin.query('DELETE FROM services');
  await admin.query('RESET session_replication_role');
}

const countOf = async ({ admin }, ids) =>
  (await admin.query('SELECT count(*)::int AS n FROM services WHERE id = ANY ($1)', [ids])).rows[0]
    .n;

const keysOf = async ({ admin }, caseId) =>
  (await admin.query('SELECT count(*)::int AS n FROM keys.case_keys WHERE case_id = $1', [caseId]))
    .rows[0].n;

/** Once the file of the log that is written now stands in the archive. */
async function archived(server) {
  const [{ file }] = await server.query('SELECT pg_walfile_name(pg_switch_wal()) AS file');
  for (let n = 0; n < 300; n += 1) {
    const [{ done: isDone }] = await server.query(
      'SELECT last_archived_wal >= $1 AS done FROM pg_stat_archiver',
      [file],
    );
    if (isDone) return;
    await support.pause(200);
  }
  throw new Error('the log is not kept');
}

async function readable(server) {
  for (let n = 0; n < 300; n += 1) {
    const [{ recovers }] = await server.query('SELECT pg_is_in_recovery() AS recovers');
    if (!recovers) return;
    await support.pause(200);
  }
  throw new Error('the recovery does not end');
}
