/** What drills and benchmarks share: a database of their own, a web process that can be killed, callers. */
const { execFileSync, spawn } = require('node:child_process');
const { createHash, randomBytes, randomUUID } = require('node:crypto');
const { mkdirSync, mkdtempSync, rmSync } = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { Client } = require('pg');
const { organisationOf } = require('../support/role-organisation.js');

const ROOT = resolve(__dirname, '../..');
const from = (path) => require(join(ROOT, 'dist', path));

/** An embedded cluster in a folder of its own, with no database of ours. */
const emptyServer = (name) => serverIn(mkdtempSync(join(tmpdir(), 'mawa-drill-')), name);

/** The embedded cluster in `folder`, made there if it is missing. */
async function serverIn(folder, name, options = {}) {
  const { startEmbedded } = from('modules/platform/database/embedded/index.js');
  const server = await startEmbedded({ folder: join(folder, 'postgres'), ...options });
  return {
    folder,
    serverUrl: server.adminUrl(),
    adminUrl: server.adminUrl(name),
    ownerUrl: server.ownerUrl(name),
    appUrl: server.appUrl(name),
    stop: () => server.stop(),
  };
}

const migrated = new Map();

/** The folder of a stopped cluster with one migrated database of this name, made once in a process and left alone. */
function migratedCluster(name) {
  if (!migrated.has(name)) migrated.set(name, makeMigratedCluster(name));
  return migrated.get(name);
}

async function makeMigratedCluster(name) {
  const { ensureDatabase } = from('modules/platform/database/roles.js');
  const { migrate } = from('modules/platform/database/migrate.js');
  const folder = mkdtempSync(join(tmpdir(), 'mawa-drill-template-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const server = await serverIn(folder, name, { unsafeFast: true });
  await ensureDatabase(server.serverUrl, name);
  await migrate(server.ownerUrl);
  await server.stop();
  return folder;
}

/** An embedded cluster with fsync on, in a folder of its own, with one migrated database. */
async function database(name = 'drill') {
  const { createKeyFile } = from('modules/access/keys/index.js');
  const template = await migratedCluster(name);
  const folder = mkdtempSync(join(tmpdir(), 'mawa-drill-'));
  mkdirSync(join(folder, 'postgres'));
  // With owners and rights: the server may run as somebody else.
  execFileSync('cp', ['-a', join(template, 'postgres/cluster'), join(folder, 'postgres')]);
  const server = await serverIn(folder, name);
  createKeyFile(join(server.folder, 'mawa.key.json'));
  const admin = new Client({ connectionString: server.adminUrl });
  await admin.connect();
  return {
    ...server,
    admin,
    stop: async () => {
      await admin.end();
      await server.stop();
    },
  };
}

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** A web process that comes back whenever it dies, until `stop`. */
async function webProcess(db, role = 'web', more = {}, root = ROOT) {
  const port = await freePort();
  let child;
  let stopped = false;
  let starts = 0;
  const start = () => {
    starts += 1;
    child = spawn(process.execPath, [join(root, 'dist/src/main.js')], {
      env: {
        ...process.env,
        DATABASE_URL: db.appUrl,
        MAWA_DATA: db.folder,
        MAWA_ROLE: role,
        PORT: String(port),
        LOG_LEVEL: 'fatal',
        DATABASE_POOL: '32',
        // As in production: a cache of compiled code takes memory.
        NODE_DISABLE_COMPILE_CACHE: '1',
        ...more,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('exit', () => !stopped && setTimeout(start, 50));
  };
  start();
  const web = {
    port,
    pid: () => child.pid,
    starts: () => starts,
    kill: () => process.kill(child.pid, 'SIGKILL'),
    ready: async () => {
      for (let n = 0; n < 2_400; n += 1) {
        const answer = await call(port, 'GET', '/healthz').catch(() => null);
        if (answer?.status === 200) return;
        await pause(50);
      }
      throw new Error('the web process did not start');
    },
    stop: () =>
      new Promise((done) => {
        stopped = true;
        child.once('exit', done);
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
      }),
  };
  await web.ready();
  return web;
}

const plain = new http.Agent({ keepAlive: true, maxSockets: 64 });

/** One HTTP call on loopback, over TLS where `agent` is one of https; rejects where the connection breaks. */
function call(port, method, path, { headers = {}, body, timeout = 20_000, agent = plain } = {}) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((done, fail) => {
    const { request: send } = agent.protocol === 'https:' ? https : http;
    const request = send(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent,
        timeout,
        headers: {
          ...headers,
          ...(text && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
          }),
        },
      },
      (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', fail);
        response.on('end', () => {
          const answer = Buffer.concat(parts).toString();
          const json = parsed(answer);
          done({
            status: response.statusCode,
            body: json,
            text: answer,
            headers: response.headers,
          });
        });
      },
    );
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', fail);
    request.end(text);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Calls again with the same request id until somebody answers. */
async function callUntilAnswered(port, method, path, options) {
  for (let n = 0; ; n += 1) {
    try {
      const answer = await call(port, method, path, options);
      if (answer.status !== 503) return answer;
    } catch (error) {
      if (n > 1_200) throw error;
    }
    await pause(50);
  }
}

/** A session without Argon2, as one with a second factor leaves it: its row is written, the cookie known. */
async function session(db, web, userId) {
  const token = randomBytes(32).toString('base64url');
  const now = new Date();
  await db.admin.query(
    `INSERT INTO sessions (token_digest, user_id, created_at, seen_at, expires_at)
     VALUES ($1, $2, $3, $3, $4)`,
    [
      createHash('sha256').update(token).digest(),
      userId,
      now,
      new Date(now.getTime() + 3_600_000 * 6),
    ],
  );
  // A database of 0.1.0 knows none.
  const { rows } = await db.admin.query(
    `SELECT 1 FROM information_schema.columns WHERE table_name = 'sessions' AND column_name = 'second_factor'`,
  );
  if (rows.length > 0)
    await db.admin.query(
      `UPDATE sessions SET second_factor = 'code', second_factor_at = created_at, proved_at = expires_at WHERE user_id = $1`,
      [userId],
    );
  const first = await callUntilAnswered(web.port, 'GET', '/api/v1/session', {
    headers: { cookie: `mawa_session=${token}` },
  });
  const csrf = [].concat(first.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]);
  return {
    cookie: [`mawa_session=${token}`, ...csrf].join('; '),
    'x-csrf-token': first.body.csrfToken,
  };
}

/** The application in this process over that database, its jobs running. */
/** `runs: false`: it asks for jobs and leaves them to others. */
async function application(db, { runs = true, at = new Date() } = {}) {
  const { readEnv } = from('modules/platform/config/env.js');
  const { createApp } = from('src/create-app.js');
  const { SettableClock } = from('modules/platform/shared/clock.js');
  const { JobRunner } = from('modules/platform/queue/index.js');
  const env = readEnv({ MAWA_DATA: db.folder, LOG_LEVEL: 'silent', DATABASE_POOL: '4' });
  const clock = new SettableClock(new Date(at));
  const app = await createApp({ env, databaseUrl: db.appUrl, clock });
  await app.init();
  if (runs) await app.get(JobRunner).start({ concurrency: 1 });
  return app;
}

/** An account with one confirmed role, as it stands behind a call; of an organisation where its role is for one kind. */
async function account(db, app, role) {
  const { Sessions } = from('modules/access/index.js');
  const made = new Date('2026-01-01Z');
  const { rows } = await db.admin.query(
    `INSERT INTO users (email, name, organisation_id, created_at) VALUES ($1, 'Compte', $2, $3) RETURNING id`,
    [`${role}-${randomUUID()}@example.org`, await organisationOf(db.admin, made, [role]), made],
  );
  await db.admin.query(
    `INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
     VALUES ($1, $2, '00000000-0000-4000-8000-000000000004', '2026-01-01Z', '00000000-0000-4000-8000-000000000003', '2026-01-01Z')`,
    [rows[0].id, role],
  );
  return app.get(Sessions).actorById(rows[0].id);
}

/** A user with one confirmed role, straight into the tables. */
async function aUser({ admin }, role) {
  const id = randomUUID();
  await admin.query('BEGIN');
  await admin.query(
    `SELECT set_config('mawa.actor', '00000000-0000-4000-8000-000000000003', true), set_config('mawa.now', $1, true)`,
    [new Date().toISOString()],
  );
  await admin.query(`INSERT INTO users (id, email, name) VALUES ($1, $2, 'Compte')`, [
    id,
    `${role}-${id.slice(0, 6)}@example.org`,
  ]);
  await admin.query(
    `INSERT INTO user_roles (user_id, role, granted_by, confirmed_by, confirmed_at)
     VALUES ($1, $2, '00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000003', mawa_now())`,
    [id, role],
  );
  await admin.query('COMMIT');
  return id;
}

/** Women of one officer, each with a name of her own and a service in the third quarter of 2026. */
async function people(db, app, count) {
  const { Transactions } = from('modules/platform/database/transactions.js');
  const { People, unknownPerson } = from('modules/beneficiaries/index.js');
  const { Services } = from('modules/assistance-services/index.js');
  const [officer, supervisor, programme] = [
    await account(db, app, 'reintegration_officer'),
    await account(db, app, 'case_supervisor'),
    await account(db, app, 'programme_officer'),
  ];
  const women = Array.from({ length: count }, (_, n) => ({
    ...unknownPerson('2026-06-01'),
    names: { given: `Canarienne-${n}`, family: null, aliases: [] },
    sex: 'female',
    story: `un récit de la canarienne ${n}`,
  }));
  const { cases } = await app
    .get(Transactions)
    .run(officer, (tx) => app.get(People).register(tx, women));
  for (const { id } of cases) {
    const service = { typeCode: 'legal_consultation', givenOn: '2026-08-15', note: 'une note' };
    await app.get(Services).record(officer, { caseId: id, ...service });
  }
  const known = cases.map(({ id, caseNumber }, n) => ({ id, caseNumber, name: `Canarienne-${n}` }));
  return Object.assign(known, { officer, supervisor, programme });
}

/**
 * An officer who holds `people` women, with an open request for each or for as many together as
 * `sizeAt` says of the n-th, and a shelter of `beds` beds.
 */
async function network(db, { beds, people, firstNight, nights, sizeAt = () => 1 }) {
  const { admin } = db;
  const officer = randomUUID();
  const second = '00000000-0000-4000-8000-000000000003';
  await admin.query('BEGIN');
  const now = new Date();
  await admin.query(
    `SELECT set_config('mawa.actor', $1, true), set_config('mawa.now', $2, true), set_config('mawa.tonight', $3, true)`,
    [officer, now.toISOString(), firstNight],
  );
  await admin.query(`INSERT INTO users (id, email, name) VALUES ($1, $2, 'Officer')`, [
    officer,
    `officer-${officer.slice(0, 8)}@example.org`,
  ]);
  await admin.query(
    `INSERT INTO user_roles (user_id, role, granted_by, confirmed_by, confirmed_at)
     VALUES ($1, 'reintegration_officer', '00000000-0000-4000-8000-000000000004', $2, mawa_now())`,
    [officer, second],
  );
  const shelter = randomUUID();
  await admin.query(
    `INSERT INTO shelters (id, code_name, region, kind, receives, languages)
     VALUES ($1, $2, '04', 'emergency', '{woman,girl,boy}', '{fr,ar}')`,
    [shelter, `Maison du banc ${shelter.slice(0, 4)}`],
  );
  const bedIds = [];
  for (let n = 0; n < beds; n += 1) {
    if (n % 4 === 0) {
      await admin.query(
        `INSERT INTO rooms (shelter_id, name, mix, floor, step_free) VALUES ($1, $2, 'women', 0, true)`,
        [shelter, `Chambre ${n / 4 + 1}`],
      );
    }
    const { rows } = await admin.query(
      `INSERT INTO beds (room_id, shelter_id, label, kind, in_service)
       SELECT id, $1, $2, 'single', '[2020-01-01,)' FROM rooms WHERE shelter_id = $1 AND name = $3 RETURNING id`,
      [shelter, `L${n + 1}`, `Chambre ${Math.floor(n / 4) + 1}`],
    );
    bedIds.push(rows[0].id);
  }
  const requests = [];
  for (let n = 0; n < people;) {
    const size = Math.min(sizeAt(n), people - n);
    const first = dayAfter(firstNight, n % nights);
    const until = dayAfter(first, 1 + (n % 2));
    const request = { id: randomUUID(), cases: [], nights: `[${first},${until})` };
    await admin.query(
      `INSERT INTO bed_requests (id, needed_from, nights, urgency, source, basis, created_by)
       VALUES ($1, $2, $3, 'tonight', 'hotline', 'vital_interest', $4)`,
      [request.id, first, 1 + (n % 2), officer],
    );
    for (let member = 0; member < size; member += 1, n += 1) {
      const id = randomUUID();
      request.cases.push(id);
      await admin.query('SELECT set_config($1, $2, true)', ['mawa.actor', officer]);
      await admin.query(
        `INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, given_by)
         SELECT $1, 'user', $2, reason, parts, $2 FROM access_reasons WHERE reason = 'registered'`,
        [id, officer],
      );
      await admin.query(
        `INSERT INTO cases (id, case_number, registered_on, registered_by, sex, birth_year, age_at_registration, age_certainty, access_need)
         VALUES ($1, $2, $3, $4, 'female', 1996, 30, 'declared', 'none')`,
        [id, `D-${id.slice(0, 13)}`, firstNight, officer],
      );
      await admin.query(
        `INSERT INTO request_people (request_id, case_id, sex, age_low, age_high, access_need, languages)
         VALUES ($1, $2, 'female', 30, 30, 'none', '{fr}')`,
        [request.id, id],
      );
    }
    requests.push(request);
  }
  await admin.query('COMMIT');
  return { officer, shelter, bedIds, requests };
}

const takeLocksAway = (db) =>
  db.admin.query(
    `CREATE OR REPLACE FUNCTION placing_locks(p_beds uuid[], p_cases uuid[]) RETURNS void LANGUAGE plpgsql
       SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN END $$`,
  );

/** And nobody sees what is booked: the rules, asked again before the insert, find every bed free. */
const dropConstraints = (db) =>
  db.admin.query(
    `ALTER TABLE bookings DROP CONSTRAINT bookings_one_bed_once;
     ALTER TABLE booking_people DROP CONSTRAINT booking_people_one_person_once;
     DROP INDEX booking_people_one_active;
     CREATE POLICY nobody_looks ON bookings AS RESTRICTIVE FOR SELECT TO mawa_app USING (false);`,
  );

/** What `mawa doctor` printed as wrong, without the disk: that is the machine's own. */
const wrongForDoctor = (text) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('WRONG') && !line.startsWith('WRONG Disk of MAWA_DATA'));

const dayAfter = (day, days) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** A small repeatable source of chance. */
function chance(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

module.exports = {
  ROOT,
  aUser,
  from,
  database,
  emptyServer,
  serverIn,
  application,
  account,
  people,
  webProcess,
  freePort,
  call,
  callUntilAnswered,
  session,
  network,
  takeLocksAway,
  dropConstraints,
  wrongForDoctor,
  pause,
  chance,
};
