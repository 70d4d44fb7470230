/**
 * The page of a cohort over 50,000 follow-ups of 12,500 people, over HTTP, against plain SQL that adds up the same
 * figures on the same tables; in turns on one database.
 */
const { randomUUID } = require('node:crypto');
const { Client } = require('pg');
const support = require('../test/faults/support.js');
const { median } = require('./measure.js');

/** What somebody would write by hand for the same page: reach by mark, scores, outcomes, places, stages. */
const PLAIN = [
  `SELECT m.months, count(*) AS due,
          count(*) FILTER (WHERE f.reached <= (t.left_on + make_interval(months => m.months))::date + m.days_after) AS in_time,
          count(*) FILTER (WHERE f.reached > (t.left_on + make_interval(months => m.months))::date + m.days_after) AS late,
          count(*) FILTER (WHERE f.reached IS NULL AND f.last = 'refused') AS refused,
          count(*) FILTER (WHERE f.reached IS NULL AND f.last = 'unsafe') AS unsafe,
          count(*) FILTER (WHERE f.reached IS NULL AND f.last = 'not_reached') AS tried,
          count(*) FILTER (WHERE f.track_id IS NULL) AS never
     FROM return_tracks t CROSS JOIN return_marks m
     LEFT JOIN (SELECT track_id, months, min(tried_on) FILTER (WHERE outcome = 'reached') AS reached,
                       (array_agg(outcome ORDER BY place DESC))[1] AS last FROM return_follow_ups GROUP BY track_id, months) f
       ON f.track_id = t.id AND f.months = m.months
    WHERE t.door = 'home' AND (t.left_on + make_interval(months => m.months))::date + m.days_after < $1 GROUP BY m.months ORDER BY 1`,
  `SELECT avg(a.composite), avg(b.composite), avg(a.economic), avg(b.economic), avg(a.social), avg(b.social), avg(a.psychosocial),
          avg(b.psychosocial), stddev_samp(b.composite), stddev_samp(b.economic), stddev_samp(b.social), stddev_samp(b.psychosocial), count(*)
     FROM (SELECT track_id, min(held_on) AS first, max(held_on) AS last FROM return_surveys GROUP BY track_id) e
     JOIN return_surveys a ON a.track_id = e.track_id AND a.held_on = e.first
     JOIN return_surveys b ON b.track_id = e.track_id AND b.held_on = e.last WHERE e.last - e.first >= 180 AND $1::date IS NOT NULL`,
  `SELECT o.outcome, count(*) FROM return_outcomes o
     JOIN (SELECT track_id, max(place) AS place FROM return_outcomes GROUP BY 1) l USING (track_id, place) WHERE $1::date IS NOT NULL GROUP BY 1`,
  `SELECT country, region, count(DISTINCT case_id) FROM return_tracks WHERE $1::date IS NOT NULL GROUP BY 1, 2`,
  `SELECT door, state, count(*) FROM return_tracks WHERE $1::date IS NOT NULL GROUP BY 1, 2`,
  `SELECT s.to_state, percentile_cont(0.5) WITHIN GROUP (ORDER BY s.next - s.on_day) FROM (SELECT to_state, on_day,
          lead(on_day) OVER (PARTITION BY track_id ORDER BY place) AS next FROM return_steps) s WHERE s.next IS NOT NULL AND $1::date IS NOT NULL GROUP BY 1`,
];

module.exports = async function cohorts({ short, say }) {
  const db = await support.database();
  const web = await support.webProcess(db);
  const plain = new Client({ connectionString: db.adminUrl });
  await plain.connect();
  try {
    const tracks = short ? 1_250 : 12_500;
    const reader = await filled(db, tracks);
    const headers = await support.session(db, web, reader);
    const today = new Date().toISOString().slice(0, 10);
    const turns = { page: [], plain: [] };
    for (let round = 0; round < (short ? 5 : 15); round += 1) {
      turns.page.push(
        await timed(async () => {
          const { status } = await support.call(web.port, 'GET', '/returns/figures', {
            headers: { ...headers, accept: 'text/html' },
          });
          if (status !== 200) throw new Error(`the page answered ${status}`);
        }),
      );
      turns.plain.push(
        await timed(async () => {
          for (const sql of PLAIN) await plain.query(sql, [today]);
        }),
      );
    }
    await mustAgree(web, headers, plain, today);
    const [page, sql] = [turns.page.slice(1), turns.plain.slice(1)].map(median);
    say(
      `page of a cohort over ${4 * tracks} follow-ups: ${page.toFixed(1)} ms; plain SQL: ${sql.toFixed(1)} ms; ratio ${(page / sql).toFixed(2)} (aim 2)`,
    );
    return { tracks, turns, ratio: page / sql };
  } finally {
    await plain.end();
    await web.stop();
    await db.stop();
  }
};

/** The page's reach is that of the rows. */
async function mustAgree(web, headers, plain, today) {
  const { body } = await support.call(web.port, 'GET', '/api/v1/returns/figures', { headers });
  const { rows } = await plain.query(PLAIN[0], [today]);
  const shown = body.reach.map(({ months, due, inTime }) => [months, due, inTime.some]);
  const added = rows.map(({ months, due, in_time }) => [months, Number(due), Number(in_time)]);
  if (JSON.stringify(shown) !== JSON.stringify(added)) {
    throw new Error(`the page says ${JSON.stringify(shown)}, the rows ${JSON.stringify(added)}`);
  }
}

/** People who left a shelter two to three years ago, four follow-ups each, two surveys, an outcome. */
async function filled(db, tracks) {
  const [officer, reader] = [randomUUID(), randomUUID()];
  const at = new Date().toISOString();
  for (const [id, role] of [
    [officer, 'reintegration_officer'],
    [reader, 'programme_officer'],
  ]) {
    await db.admin.query(
      `INSERT INTO users (id, email, name, created_at) VALUES ($1, $2, 'B', $3)`,
      [id, `${id}@example.org`, at],
    );
    await db.admin.query(
      `INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
       VALUES ($1, $2, '00000000-0000-4000-8000-000000000004', $3, '00000000-0000-4000-8000-000000000003', $3)`,
      [id, role, at],
    );
  }
  await db.admin.query('BEGIN');
  await db.admin.query(
    `SELECT set_config('mawa.now', $1, true), set_config('mawa.actor', $2, true), set_config('mawa.tonight', $3, true)`,
    [at, officer, at.slice(0, 10)],
  );
  await db.admin.query('SET LOCAL session_replication_role = replica');
  await db.admin.query(
    `INSERT INTO cases (id, case_number, registered_on, registered_by, sex, age_at_registration, age_certainty, nationality, stage)
     SELECT gen_random_uuid(), 'B' || n, current_date - 800, $2, 'female', 25, 'declared', 'MA', 'closed' FROM generate_series(1, $1::int) n`,
    [tracks, officer],
  );
  await db.admin.query(
    `INSERT INTO return_tracks (id, case_id, door, country, region, state, opened_on, left_on, officer_id, opened_by)
     SELECT gen_random_uuid(), c.id, 'home', 'MA', lpad((1 + n % 12)::text, 2, '0'), 'completed', day, day, $1, $1
       FROM (SELECT id, row_number() OVER (ORDER BY id)::int AS n, current_date - 760 - (row_number() OVER (ORDER BY id) % 360)::int AS day FROM cases) c`,
    [officer],
  );
  await db.admin.query(
    `INSERT INTO return_steps (id, case_id, track_id, from_state, to_state, on_day, by)
     SELECT gen_random_uuid(), t.case_id, t.id, s.was, s.next, t.left_on + s.days, $1 FROM return_tracks t
      CROSS JOIN (VALUES ('new', 'counselling', 0), ('counselling', 'reintegrating', 9), ('reintegrating', 'completed', 380)) s (was, next, days)`,
    [officer],
  );
  await db.admin.query(
    `INSERT INTO return_follow_ups (id, case_id, track_id, months, tried_on, mode, outcome, why, economic, social, psychosocial, supports, moved, retrafficked, in_danger, by)
     SELECT gen_random_uuid(), t.case_id, t.id, m.months, t.left_on + m.months * 30 + (n % 20)::int, 'visit', CASE WHEN r THEN 'reached' ELSE 'not_reached' END,
            CASE WHEN NOT r THEN 'no_answer' END, CASE WHEN r THEN 'well' END, CASE WHEN r THEN 'some' END, CASE WHEN r THEN 'well' END,
            CASE WHEN r THEN '{}'::text[] END, CASE WHEN r THEN 'no' END, CASE WHEN r THEN 'no_sign' END, CASE WHEN r THEN 'no' END, $1
       FROM (SELECT t.*, row_number() OVER (ORDER BY t.id) AS n FROM return_tracks t) t CROSS JOIN return_marks m
      CROSS JOIN LATERAL (SELECT (n + m.months) % 7 <> 0 AS r) x`,
    [officer],
  );
  await db.admin.query(
    `INSERT INTO return_surveys (id, case_id, track_id, held_on, mode, questions, weighting, answered, composite, economic, social, psychosocial, by)
     SELECT gen_random_uuid(), t.case_id, t.id, t.left_on + d, 'visit', 1, 1, 28, (30 + n % 60) / 100.0, (20 + n % 70) / 100.0, (30 + n % 50) / 100.0, (25 + n % 60) / 100.0, $1
       FROM (SELECT t.*, row_number() OVER (ORDER BY t.id) AS n FROM return_tracks t) t CROSS JOIN (VALUES (30), (366)) v (d)`,
    [officer],
  );
  await db.admin.query(
    `INSERT INTO return_outcomes (id, case_id, track_id, decided_on, outcome, proposed, by)
     SELECT gen_random_uuid(), t.case_id, t.id, t.left_on + 370, o, o, $1 FROM (SELECT t.*, row_number() OVER (ORDER BY t.id) AS n FROM return_tracks t) t
      CROSS JOIN LATERAL (SELECT (ARRAY['sustained', 'sustained', 'at_risk', 'not_known', 'moved_by_choice'])[1 + n % 5] AS o) x`,
    [officer],
  );
  await db.admin.query('COMMIT');
  await db.admin.query('VACUUM ANALYZE');
  return reader;
}

async function timed(work) {
  const at = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - at) / 1e6;
}
