/**
 * Candidates for one request over 2,000 beds, every bed with its rules, points and what would make it
 * fit, over HTTP; against the statement that reads its facts, sent over bare `pg` by a program that does
 * nothing with them but read them. In turns on one database, so that the noise of the machine meets both.
 */
const { randomUUID } = require('node:crypto');
const { Client } = require('pg');
const support = require('../test/faults/support.js');
const { median } = require('./measure.js');

const SHELTERS = 40;
const BEDS = 2_000;
const PARTIES = [1, 3];

module.exports = async function candidates({ short, say }) {
  const db = await support.database();
  const web = await support.webProcess(db);
  const bare = new Client({ connectionString: db.appUrl, options: '-c timezone=UTC' });
  await bare.connect();
  try {
    const net = await network(db);
    const headers = await support.session(db, web, net.officer);
    const results = {};
    for (const size of PARTIES) {
      const path = `/api/v1/bed-requests/${net.requests[size]}/candidates`;
      const recorded = await record(db, path, headers);
      const times = { http: [], sql: [] };
      let answer;
      for (let round = 0; round < (short ? 8 : 30); round += 1) {
        times.sql.push(await timed(() => replay(bare, recorded)));
        times.http.push(
          await timed(async () => {
            answer = await support.call(web.port, 'GET', path, { headers });
          }),
        );
      }
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text.slice(0, 200)}`);
      const { beds, proposals } = answer.body;
      if (beds.length !== BEDS) throw new Error(`${beds.length} beds were judged`);
      const ratio = median(times.http) / median(times.sql);
      const count = (verdict) => beds.filter((bed) => bed.verdict === verdict).length;
      results[size] = { ...times, ratio };
      say(
        `${size} ${size === 1 ? 'person' : 'people'}: ${count('fits')} beds fit, ${count('ask')} ask, ${count('no')} do not, ${count('not_proposed')} not proposed, ${beds.filter(({ whatIfs }) => whatIfs.length).length} with what would make them fit, ${proposals.length} proposals, ${(answer.text.length / 2 ** 20).toFixed(1)} MiB`,
      );
      say(
        `candidates over HTTP ${median(times.http).toFixed(0)} ms against the plain statement ${median(times.sql).toFixed(0)} ms: ratio ${ratio.toFixed(2)} (aim 3)`,
      );
    }
    return { beds: BEDS, results, aim: 3 };
  } finally {
    await bare.end();
    await web.stop();
    await db.stop();
  }
};

async function timed(work) {
  const at = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - at) / 1e6;
}

async function replay(client, statements) {
  for (const { sql, params } of statements) await client.query(sql, params);
}

/** The transaction that reads the facts, as a logging web process writes it down. */
async function record(db, path, headers) {
  const { readEnv } = support.from('modules/platform/config/env.js');
  const { createApp } = support.from('src/create-app.js');
  const { DataSource } = require('typeorm');
  const env = readEnv({ MAWA_DATA: db.folder, LOG_LEVEL: 'silent', DATABASE_POOL: '4' });
  const app = await createApp({ env, databaseUrl: db.appUrl });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const statements = [];
  const source = app.get(DataSource);
  const before = source.logger;
  source.logger = {
    ...silent,
    logQuery: (sql, params) => statements.push({ sql, params: params ?? [] }),
  };
  const answer = await app
    .getHttpAdapter()
    .getInstance()
    .inject({ method: 'GET', url: path, headers });
  source.logger = before;
  await app.close();
  if (answer.statusCode !== 200) throw new Error(`recording: ${answer.statusCode} ${answer.body}`);
  const facts = statements.findIndex(({ sql }) => sql.includes('blind_barred'));
  const from = statements.findLastIndex(({ sql }, n) => n < facts && /^(START|BEGIN)/.test(sql));
  const to = statements.findIndex(({ sql }, n) => n > facts && /^COMMIT/.test(sql));
  return statements.slice(from, to + 1);
}

const silent = Object.fromEntries(
  ['logQuery', 'logQueryError', 'logQuerySlow', 'logSchemaBuild', 'logMigration', 'log'].map(
    (name) => [name, () => undefined],
  ),
);

/** Forty houses of fifty beds, three in five of them slept in, and a request for each size of party. */
async function network(db) {
  const officer = randomUUID();
  const at = new Date().toISOString();
  const tonight = at.slice(0, 10);
  const requests = Object.fromEntries(PARTIES.map((size) => [size, randomUUID()]));
  await db.admin.query(`INSERT INTO users (id, email, name, created_at) VALUES ($1, $2, 'B', $3)`, [
    officer,
    `${officer}@example.org`,
    at,
  ]);
  await db.admin.query(
    `INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
     VALUES ($1, 'reintegration_officer', '00000000-0000-4000-8000-000000000004', $2,
             '00000000-0000-4000-8000-000000000003', $2)`,
    [officer, at],
  );
  await db.admin.query(`
    BEGIN;
    SELECT set_config('mawa.actor', '${officer}', true), set_config('mawa.now', '${at}', true),
           set_config('mawa.tonight', '${tonight}', true);
    CREATE TEMP TABLE houses ON COMMIT DROP AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, ${SHELTERS}) n;
    INSERT INTO shelters (id, code_name, region, kind, receives, languages)
    SELECT id, 'Maison ' || n, '04', 'emergency', CASE WHEN n % 4 = 0 THEN '{woman,man,girl,boy}'::text[] ELSE '{woman,girl,boy}' END,
           '{fr,ar}' FROM houses;
    CREATE TEMP TABLE chambers ON COMMIT DROP AS
      SELECT gen_random_uuid() AS id, h.id AS shelter_id, h.n * 100 + r AS n, r FROM houses h CROSS JOIN generate_series(1, 10) r;
    INSERT INTO rooms (id, shelter_id, name, mix, floor, step_free)
    SELECT id, shelter_id, 'Chambre ' || r, (ARRAY['women', 'women', 'family', 'minors', 'women'])[1 + r % 5], r % 3, r % 3 = 0 FROM chambers;
    CREATE TEMP TABLE places ON COMMIT DROP AS
      SELECT gen_random_uuid() AS id, c.id AS room_id, c.shelter_id, c.n * 10 + b AS n, b, c.r FROM chambers c CROSS JOIN generate_series(1, 5) b;
    INSERT INTO beds (id, room_id, shelter_id, label, kind, in_service)
    SELECT id, room_id, shelter_id, 'L' || n, (ARRAY['single', 'bunk_lower', 'bunk_upper', 'single', 'cot'])[b], '[2020-01-01,)' FROM places;
    SET LOCAL session_replication_role = replica;
    CREATE TEMP TABLE sleepers ON COMMIT DROP AS
      SELECT gen_random_uuid() AS booking_id, gen_random_uuid() AS case_id, p.*, row_number() OVER () AS k FROM places p WHERE (p.n * 7) % 5 < 3;
    INSERT INTO bookings (id, bed_id, shelter_id, nights, state, mix_sign, hold_until, checked_in_at, created_by)
    SELECT booking_id, id, shelter_id, daterange(date '${tonight}' - 10, CASE WHEN k % 3 > 0 THEN date '${tonight}' + (1 + k % 20)::int END),
           CASE WHEN k % 25 = 0 THEN 'hold' ELSE 'stay' END, CASE WHEN r % 5 = 3 THEN 'girl' ELSE 'woman' END,
           CASE WHEN k % 25 = 0 THEN timestamptz '${at}' + interval '1 day' END, '${at}', '${officer}' FROM sleepers;
    INSERT INTO booking_people (booking_id, case_id, nights, state)
    SELECT k.id, s.case_id, k.nights, k.state FROM sleepers s JOIN bookings k ON k.id = s.booking_id;
    ${PARTIES.map((size) => party(size, requests[size], officer, tonight)).join('\n')}
    COMMIT;
    ANALYZE;`);
  return { officer, requests };
}

/** A woman, and where there are more, her two children. */
const party = (size, request, officer, tonight) => `
    CREATE TEMP TABLE party${size} ON COMMIT DROP AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, ${size}) n;
    INSERT INTO bed_requests (id, needed_from, nights, urgency, source, basis, created_by, expires_at)
    VALUES ('${request}', '${tonight}', 14, 'tonight', 'hotline', 'consent', '${officer}', '2099-01-01');
    INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, given_by)
    SELECT p.id, 'user', '${officer}', r.reason, r.parts, '${officer}' FROM party${size} p CROSS JOIN access_reasons r WHERE r.reason = 'registered';
    INSERT INTO cases (id, case_number, registered_on, registered_by, sex, age_at_registration, age_certainty)
    SELECT id, left(id::text, 12), date '${tonight}', '${officer}', 'female', 30, 'declared' FROM party${size};
    INSERT INTO family_members (family_id, case_id, relation) SELECT '${request}', id, 'child' FROM party${size} WHERE ${size} > 1;
    INSERT INTO request_people (request_id, case_id, sex, age_low, age_high, birthday_known, access_need, languages)
    SELECT '${request}', id, CASE WHEN n = 2 THEN 'male' ELSE 'female' END, (ARRAY[31, 7, 13])[n], (ARRAY[31, 7, 13])[n], true,
           CASE WHEN ${size} = 1 THEN 'step_free' ELSE 'none' END, '{ar}' FROM party${size};`;
