/**
 * Exports and analyses while a streaming replica follows, falls behind, is killed, comes back and is promoted: who
 * answered, whether the answer has what was written just before, and whether everything was served. The database is the
 * demonstration of the last release.
 *
 * Controls: a replica whose replay is paused must be seen to lack the last write; a write there must be refused.
 */
const { mkdtempSync, chmodSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { Client } = require('pg');
const { PASSWORD } = require('./cluster/postgres-server.js');
const { DATABASE, fill, makePrimary, makeReplica, until } = require('./cluster/start.js');
const { Supervised } = require('./cluster/supervised.js');
const support = require('./support.js');

const LAG_SECONDS = 1;
/** ReplicaReads asks a replica that did not answer again after this. */
const AWAY_MS = 10_000;
/** Each reads all files that it may see: one who holds cases, a supervisor, a shelter, a partner, and nobody. */
const ACTORS = ['leila@demo.mawa', 'salma@demo.mawa', 'samira@demo.mawa', 'younes@demo.mawa', null];

module.exports = async function replicaReads({ short = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-replica-reads-'));
  chmodSync(folder, 0o711);
  const running = [];
  const started = async (each) => {
    running.push(each);
    await each.start();
    return each;
  };
  try {
    const primary = await started(await makePrimary(folder));
    await fill(primary, folder);
    const replica = await makeReplica(primary, join(folder, 'replica'));
    replica.settings = { hot_standby_feedback: 'on' };
    await started(replica);
    const web = await started(await webOf(folder, primary, replica));
    return await phases({ primary, replica, web, writes: short ? 10 : 50 });
  } finally {
    for (const each of running.reverse()) await each.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

async function webOf(folder, primary, replica) {
  const [port, metricsPort] = [await support.freePort(), await support.freePort()];
  const web = new Supervised({
    name: 'web',
    command: process.execPath,
    args: [join(support.ROOT, 'dist/src/main.js')],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: urlOf(primary),
      MAWA_REPLICA_URL: urlOf(replica),
      MAWA_REPLICA_LAG_SECONDS: String(LAG_SECONDS),
      MAWA_DATA: folder,
      MAWA_METRICS_PORT: String(metricsPort),
      MAWA_SYNTHETIC: 'true',
      PORT: String(port),
      LOG_LEVEL: 'warn',
    },
    log: join(folder, 'web.log'),
    isReady: async () => (await support.call(port, 'GET', '/readyz')).status === 200,
  });
  return Object.assign(web, { port, metricsPort });
}

const urlOf = (server, user = 'mawa_app') =>
  `postgresql://${user}:${PASSWORD}@127.0.0.1:${server.port}/${DATABASE}`;

async function phases({ primary, replica, web, writes }) {
  const admin = new Client({ connectionString: primary.url(DATABASE) });
  await admin.connect();
  try {
    const reader = await Reader.signIn(web, admin);
    const own = await ownWrites(reader, writes);
    const same = await sameRows(primary, replica, admin);
    const whole = await reader.export();
    await replica.query('SELECT pg_wal_replay_pause()');
    const paused = await reader.during(() => readAfterWriting(reader));
    const lacks = paused.result.id && !(await hasService(replica, paused.result.id));
    await reader.undo(admin, paused.result.id);
    const elsewhere = await reader.during(() => reader.export());
    await replica.query('SELECT pg_wal_replay_resume()');
    const resumed = await reader.during(() => reader.export());
    const broken = await reader.during(() => whileReadsAreEnded(reader, replica));
    const { rows: ends } = await admin.query('SELECT FROM exports WHERE whole = false');
    const cut = ends.length;
    const [lagging] = await metric(web, 'mawa_replica_lag_seconds');
    replica.kill();
    const gone = await reader.during(() => several(3, () => readAfterWriting(reader)));
    const [silent] = await metric(web, 'mawa_replica_lag_seconds');
    await replica.start();
    await support.pause(AWAY_MS);
    const back = await reader.during(() => readAfterWriting(reader));
    await replica.query('SELECT pg_promote(true, 60)');
    const promoted = await reader.during(() => readAfterWriting(reader));
    const audit = await auditOf(admin);
    const lines = readFileSync(web.log, 'utf8').split('\n');
    const noted = lines.filter((line) => line.includes('read on the primary')).length;
    return [
      {
        title: 'the replica answers exports and analyses, each with what was written just before',
        good: own.missing === 0 && own.outcomes.replica === own.reads && own.reads === 2 * writes,
        figure: `${own.missing} of ${own.reads} reads lacked it; ${outcomesOf(own)}; 50th ${own.median} ms, slowest ${own.slowest} ms`,
      },
      {
        title: 'row-level security there gives the same rows, and refuses the same',
        good:
          same.differing.length === 0 &&
          same.tables > 50 &&
          same.refused > 0 &&
          same.writes === '25006',
        figure: `${same.tables} tables for ${ACTORS.length} actors: ${same.seen} rows seen, ${same.refused} refused, ${same.differing.length} tables differ; a write is refused with ${same.writes}`,
      },
      {
        title: 'a replica whose replay is paused is waited for, then the primary answers',
        good: paused.result.has && paused.outcomes.behind === 1 && paused.seconds >= LAG_SECONDS,
        figure: `${outcomesOf(paused)}, after ${paused.seconds} s of at most ${LAG_SECONDS} s to wait`,
      },
      {
        title: 'control: the paused replica lacked what was written',
        good: lacks === true,
        figure: null,
      },
      {
        title: 'replica and primary hand out the same lines',
        good: factsOf(whole) === factsOf(elsewhere.result) && elsewhere.outcomes.behind === 1,
        figure: `${Buffer.byteLength(whole.text)} and ${Buffer.byteLength(elsewhere.result.text)} bytes`,
      },
      {
        title: 'a replica whose replay goes on answers again',
        good: resumed.outcomes.replica === 1 && factsOf(resumed.result) === factsOf(whole),
        figure: outcomesOf(resumed),
      },
      {
        title: 'reads that are ended on the replica are read on the primary',
        good: broken.result.failed === 0 && broken.result.ended > 10 && cut === broken.result.cut,
        figure: `${broken.result.ended} connections ended, ${broken.result.failed} of ${broken.result.reads} exports failed, ${broken.result.cut} broke off and are registered so; ${outcomesOf(broken)}`,
      },
      {
        title: 'a replica that is gone is read past, and its lag is not known',
        good:
          gone.result.every(({ has }) => has) &&
          gone.outcomes.unreachable === 3 &&
          lagging === 0 &&
          silent === undefined,
        figure: `${outcomesOf(gone)}, 3 reads in ${gone.seconds} s`,
      },
      {
        title: 'once it is back it answers again',
        good: back.result.has && back.outcomes.replica === 1,
        figure: outcomesOf(back),
      },
      {
        title: 'a replica that was promoted is not read',
        good: promoted.result.has && promoted.outcomes.promoted === 1,
        figure: outcomesOf(promoted),
      },
      {
        title: 'each export is in the register and in the audit, whoever answered',
        good: audit.exports === reader.exports && audit.takes === reader.exports,
        figure: `${reader.exports} taken, ${audit.exports} registered, ${audit.takes} audit rows`,
      },
      {
        title: 'the log says what was read on the primary, and why',
        good: noted === reader.elsewhere,
        figure: `${noted} lines of ${reader.elsewhere} reads`,
      },
    ];
  } finally {
    await admin.end();
  }
}

/** Without the first column: people have other references in each export. */
const factsOf = ({ text }) => text.replaceAll(/^[^,]*,/gm, '');

const outcomesOf = ({ outcomes }) =>
  Object.entries(outcomes)
    .map(([outcome, count]) => `${outcome} ${count}`)
    .join(', ');

/** Signed in as the officer who has the first cases: takes the list of services out, and counts services. */
class Reader {
  exports = 0;
  elsewhere = 0;

  constructor(web, headers, caseId, analyst) {
    Object.assign(this, { web, headers, caseId, analyst });
  }

  static async signIn(web, admin) {
    const idOf = async (email) =>
      (await admin.query('SELECT id FROM users WHERE email = $1', [email])).rows[0].id;
    const officer = await idOf('leila@demo.mawa');
    const headers = await support.session({ admin }, web, officer);
    const analyst = await support.session({ admin }, web, await idOf('nadia@demo.mawa'));
    const { rows } = await admin.query(
      `SELECT DISTINCT case_id AS id FROM case_access WHERE principal_id = $1 AND until_at IS NULL LIMIT 40`,
      [officer],
    );
    for (const { id } of rows) {
      const reader = new Reader(web, headers, id, analyst);
      const written = await reader.write().catch(() => null);
      if (written) return reader;
    }
    throw new Error('no file takes a service');
  }

  async write() {
    const body = {
      caseId: this.caseId,
      typeCode: 'legal_consultation',
      givenOn: new Date().toISOString().slice(0, 10),
    };
    const answer = await support.call(this.web.port, 'POST', '/api/v1/services', {
      headers: this.headers,
      body,
    });
    if (answer.status !== 201) throw new Error(`a service: ${answer.status} ${answer.text}`);
    return answer.body.id;
  }

  async undo(admin, id) {
    await admin.query(
      `BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM services WHERE id = '${id}'; COMMIT`,
    );
  }

  async export() {
    const body = { list: 'services', format: 'csv', words: 'codes', why: 'case_work' };
    const { headers } = this;
    const answer = await support.call(this.web.port, 'POST', '/api/v1/exports', { headers, body });
    if (answer.status !== 200) throw new Error(`an export: ${answer.status} ${answer.text}`);
    this.exports += 1;
    this.lines = answer.text.trim().split('\n').length;
    return { ...answer, lines: this.lines };
  }

  /** Services of this year, as the programme counts them. */
  async count() {
    const today = new Date().toISOString().slice(0, 10);
    const path = `/api/v1/analyses/table?measure=services_given&rows=year&span=dates&from=${today.slice(0, 4)}-01-01&to=${today}`;
    const answer = await support.call(this.web.port, 'GET', path, { headers: this.analyst });
    if (answer.status !== 200) throw new Error(`an analysis: ${answer.status} ${answer.text}`);
    return totalOf(answer.body);
  }

  /** Which server answered the reads of `work`, as the numbers for Prometheus say. */
  async during(work) {
    const before = await outcomes(this.web);
    const began = performance.now();
    const result = await work();
    const seconds = Math.round((performance.now() - began) / 10) / 100;
    const after = await outcomes(this.web);
    const more = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]);
    const rose = Object.fromEntries(more.filter(([, count]) => count > 0));
    for (const [name, count] of Object.entries(rose))
      if (name !== 'replica') this.elsewhere += count;
    return { result, seconds, outcomes: rose };
  }
}

/** The last number of the table: its total. */
function totalOf({ document }) {
  const numbers = [];
  const look = (tree) => {
    if (typeof tree === 'number') numbers.push(tree);
    else if (tree && typeof tree === 'object') Object.values(tree).forEach(look);
  };
  look(document.blocks);
  return Math.max(...numbers);
}

/** A service is written, then the list is taken out: whether it stands there. */
async function readAfterWriting(reader) {
  const before = reader.lines;
  const id = await reader.write();
  const { status, lines } = await reader.export();
  return { id, has: status === 200 && lines === before + 1 };
}

async function ownWrites(reader, writes) {
  const times = [];
  let missing = 0;
  let [lines, total] = [(await reader.export()).lines, await reader.count()];
  const { outcomes: answered } = await reader.during(async () => {
    for (let n = 0; n < writes; n += 1) {
      await reader.write();
      const began = performance.now();
      const read = await reader.export();
      const counted = await reader.count();
      times.push((performance.now() - began) / 2);
      if (read.lines !== lines + 1) missing += 1;
      if (counted !== total + 1) missing += 1;
      [lines, total] = [read.lines, counted];
    }
  });
  times.sort((a, b) => a - b);
  return {
    missing,
    reads: 2 * writes,
    outcomes: answered,
    median: Math.round(times[Math.floor(times.length / 2)]),
    slowest: Math.round(times.at(-1)),
  };
}

/**
 * Connections of the application to the replica are ended again and again while lists are taken out, before their first
 * byte: a download that has begun can only break off, which the register says.
 */
async function whileReadsAreEnded(reader, replica) {
  let [goesOn, ended] = [true, 0];
  const ending = (async () => {
    while (goesOn) {
      const rows = await replica.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE usename = 'mawa_app' AND state <> 'idle' AND query NOT LIKE '%pg_last_wal_replay_lsn%' AND query NOT LIKE 'FETCH%'`,
      );
      ended += rows.length;
    }
  })();
  const answers = await several(40, () =>
    reader.export().catch(({ code, message }) => code ?? message),
  ).finally(() => {
    goesOn = false;
    return ending;
  });
  const cut = answers.filter((answer) => answer === 'ECONNRESET').length;
  reader.exports += cut;
  const failed = answers.filter((answer) => typeof answer === 'string').length - cut;
  return { ended, cut, failed, reads: answers.length };
}

async function several(times, work) {
  const results = [];
  for (let n = 0; n < times; n += 1) results.push(await work());
  return results;
}

const hasService = async (server, id) =>
  (await server.query('SELECT FROM services WHERE id = $1', [id], DATABASE)).length === 1;

/** Of each table about a case: how many rows each actor sees on both servers, and how many there are. */
async function sameRows(primary, replica, admin) {
  const { rows: tables } = await admin.query(
    `SELECT c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity
        AND has_table_privilege('mawa_app', c.oid, 'SELECT') ORDER BY 1`,
  );
  const names = tables.map(({ name }) => name);
  const { rows: users } = await admin.query('SELECT email, id FROM users');
  const ids = new Map(users.map(({ email, id }) => [email, id]));
  const all = await countsOf(admin, names);
  const [, position] = [
    await admin.query('CHECKPOINT'),
    (await admin.query('SELECT pg_current_wal_flush_lsn()::text AS at')).rows[0].at,
  ];
  const hasIt = () =>
    replica.query(`SELECT FROM pg_last_wal_replay_lsn() l WHERE l >= '${position}'`);
  await until(async () => (await hasIt()).length === 1, 10, 'the replica does not follow');
  const sums = { tables: names.length, seen: 0, refused: 0, differing: [] };
  for (const email of ACTORS) {
    const actor = email === null ? null : ids.get(email);
    const [there, here] = [
      await asActor(urlOf(replica), actor, (client) => countsOf(client, names)),
      await asActor(urlOf(primary), actor, (client) => countsOf(client, names)),
    ];
    for (const name of names) {
      if (there[name] !== here[name]) sums.differing.push(`${name} of ${email}`);
      sums.seen += there[name];
      sums.refused += all[name] - there[name];
    }
  }
  const write = asActor(urlOf(replica), ids.get(ACTORS[0]), (client) =>
    client.query(`UPDATE users SET language = language`),
  );
  return {
    ...sums,
    writes: await write.then(
      () => 'nothing',
      ({ code }) => code,
    ),
  };
}

async function asActor(url, actor, work) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `SELECT set_config('mawa.actor', $1, true), set_config('mawa.now', $2, true), set_config('mawa.tonight', $3, true)`,
      [actor ?? '', new Date().toISOString(), new Date().toISOString().slice(0, 10)],
    );
    return await work(client);
  } finally {
    await client.end();
  }
}

async function countsOf(client, names) {
  const counts = {};
  for (const name of names) {
    const { rows } = await client.query(`SELECT count(*)::int AS n FROM "${name}"`);
    counts[name] = rows[0].n;
  }
  return counts;
}

/** Values of a metric without labels. */
const metric = async (web, name) =>
  linesOf(await support.call(web.metricsPort, 'GET', '/metrics'), name).map((line) =>
    Number(line.split(' ').at(-1)),
  );

async function outcomes(web) {
  const text = await support.call(web.metricsPort, 'GET', '/metrics');
  return Object.fromEntries(
    linesOf(text, 'mawa_replica_reads_total').map((line) => {
      const [, outcome, count] = /outcome="(\w+)"\} (\d+)/.exec(line);
      return [outcome, Number(count)];
    }),
  );
}

const linesOf = ({ text }, name) =>
  text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));

async function auditOf(admin) {
  const { rows } = await admin.query(
    `SELECT (SELECT count(*)::int FROM exports WHERE taken_at > now() - interval '1 hour') AS exports,
            (SELECT count(*)::int FROM audit_log WHERE action = 'exports.take' AND at > now() - interval '1 hour') AS takes`,
  );
  return rows[0];
}
