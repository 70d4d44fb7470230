/**
 * The first page of a caseload of 5,000 people against the first page of one of 100, over HTTP, in
 * turns on one database that holds many more people of others.
 */
const { randomUUID } = require('node:crypto');
const support = require('../test/faults/support.js');
const { median } = require('./measure.js');

const LARGE = 5_000;
const SMALL = 100;

module.exports = async function caseload({ short, say }) {
  const db = await support.database();
  const web = await support.webProcess(db);
  try {
    const large = await officerWith(db, LARGE);
    const small = await officerWith(db, SMALL);
    for (let others = 0; others < (short ? 50 : 450); others += 1) await officerWith(db, SMALL);
    await db.admin.query('ANALYZE');
    const sessions = {
      large: await support.session(db, web, large),
      small: await support.session(db, web, small),
    };
    for (const [who, people] of [
      ['large', LARGE],
      ['small', SMALL],
    ]) {
      const { body } = await support.call(web.port, 'GET', '/api/v1/people', {
        headers: sessions[who],
      });
      if (body.total !== people) throw new Error(`${who} sees ${body.total} people`);
    }
    const results = {};
    for (const [name, path] of [
      ['page', '/people'],
      ['filtered', '/people?sex=female&stage=assisted'],
      ['API', '/api/v1/people'],
    ]) {
      const times = { large: [], small: [] };
      for (let round = 0; round < (short ? 15 : 60); round += 1) {
        for (const who of ['large', 'small']) {
          times[who].push(await timed(web, sessions[who], path));
        }
      }
      const ratio = median(times.large) / median(times.small);
      results[name] = { path, ...times, ratio };
      say(
        `${name} ${path}: ${median(times.large).toFixed(1)} ms of ${LARGE} people against ${median(times.small).toFixed(1)} ms of ${SMALL}, ratio ${ratio.toFixed(2)} (aim 2)`,
      );
    }
    return { results, aim: 2 };
  } finally {
    await web.stop();
    await db.stop();
  }
};

async function timed(web, headers, path) {
  const at = process.hrtime.bigint();
  const answer = await support.call(web.port, 'GET', path, { headers });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
  return Number(process.hrtime.bigint() - at) / 1e6;
}

/** People of one officer, registered over ten years, each with a consent to renew or a call to make. */
async function officerWith(db, people) {
  const officer = randomUUID();
  const at = new Date().toISOString();
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
           set_config('mawa.tonight', '${at.slice(0, 10)}', true);
    SET LOCAL session_replication_role = replica;
    CREATE TEMP TABLE known ON COMMIT DROP AS
      SELECT gen_random_uuid() AS id, n FROM generate_series(1, ${people}) n;
    INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, given_by)
    SELECT k.id, 'user', '${officer}', r.reason, r.parts, '${officer}'
      FROM known k CROSS JOIN access_reasons r WHERE r.reason = 'registered';
    INSERT INTO cases (id, case_number, registered_on, registered_by, sex, age_at_registration, age_certainty, nationality, stage)
    SELECT id, left('${officer}', 8) || '-' || n, date '2016-11-01' + n % 3650, '${officer}',
           (ARRAY['female', 'male', NULL])[1 + n % 3], n % 60, 'declared', (ARRAY['MA', 'CI', 'SN'])[1 + n % 3],
           (ARRAY['assisted', 'presumed', 'identified', 'closed'])[1 + n % 4]
      FROM known;
    INSERT INTO tasks (kind, case_id, for_role, due_at)
    SELECT 'consent', id, 'reintegration_officer', timestamptz '${at}' + (n % 60 - 20) * interval '1 day' FROM known;
    COMMIT;`);
  return officer;
}
