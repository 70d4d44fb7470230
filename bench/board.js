/**
 * The board of 500 beds by 28 nights over HTTP, as the page and as the API's answer, against the plain
 * SQL for its rows (beds, what lies on them, numbers of the people) by a superuser, row level security
 * aside. In turns, on one database.
 */
const { randomUUID } = require('node:crypto');
const { Client } = require('pg');
const support = require('../test/faults/support.js');
const { median } = require('./measure.js');

const SHELTERS = 10;
const BEDS = 500;
const NIGHTS = 28;
const AIM = 3;

module.exports = async function board({ short, say }) {
  const db = await support.database();
  const web = await support.webProcess(db);
  const plain = new Client({ connectionString: db.adminUrl });
  await plain.connect();
  try {
    const tonight = await nightOf(db, web);
    const reader = await fill(db, tonight);
    const headers = await support.session(db, web, reader);
    const rows = await plainRows(plain, tonight);
    say(`${rows.beds} beds, ${rows.bookings} bookings on ${NIGHTS} nights, ${rows.people} people`);
    const results = {};
    for (const [name, path] of [
      ['page', `/beds?nights=${NIGHTS}`],
      ['API', `/api/v1/beds/board?nights=${NIGHTS}`],
    ]) {
      const http = [];
      const sql = [];
      let bytes = 0;
      for (let round = -3; round < (short ? 15 : 60); round += 1) {
        const bare = await timed(() => plainRows(plain, tonight));
        const served = await timed(async () => {
          const answer = await support.call(web.port, 'GET', path, { headers });
          if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
          bytes = answer.text.length;
        });
        if (round < 0) continue;
        sql.push(bare);
        http.push(served);
      }
      const ratio = median(http.map((time, turn) => time / sql[turn]));
      results[name] = { path, bytes, http, sql, ratio };
      say(
        `${name}: ${median(http).toFixed(1)} ms (${Math.round(bytes / 1024)} KiB) against ${median(sql).toFixed(1)} ms plain, ratio ${ratio.toFixed(2)} (aim ${AIM})`,
      );
    }
    return { ...rows, results, aim: AIM };
  } finally {
    await plain.end();
    await web.stop();
    await db.stop();
  }
};

/** The night that the web process lives in: noon to noon. */
async function nightOf() {
  return new Date(Date.now() - 12 * 3_600_000).toISOString().slice(0, 10);
}

/** What the board needs of the database, nothing else: the rows of the window of nights shown. */
async function plainRows(client, tonight) {
  const window = [tonight, NIGHTS];
  const beds = await client.query(
    `SELECT b.id, b.label, b.kind, lower(b.in_service)::text AS since, upper(b.in_service)::text AS until, r.id AS room_id,
            r.name, r.mix, r.step_free, s.id AS shelter_id, s.code_name, s.kind AS shelter_kind, s.region
       FROM beds b JOIN rooms r ON r.id = b.room_id JOIN shelters s ON s.id = b.shelter_id
      WHERE s.active AND b.in_service && daterange($1::date, $1::date + $2::int)
      ORDER BY s.code_name, s.id, r.name, r.id, length(b.label), b.label`,
    window,
  );
  const bookings = await client.query(
    `SELECT k.id, k.bed_id, k.shelter_id, k.state, lower(k.nights)::text AS since, upper(k.nights)::text AS until, k.mix_sign,
            k.hold_until, k.reason, k.checked_in_at
       FROM bookings k
      WHERE k.state <> 'void' AND k.nights && daterange($1::date, $1::date + $2::int) ORDER BY lower(k.nights)`,
    window,
  );
  const people = await client.query(
    `SELECT bp.booking_id, c.case_number, c.access_need, f.family_id
       FROM booking_people bp JOIN cases c ON c.id = bp.case_id LEFT JOIN family_members f ON f.case_id = c.id
      WHERE bp.booking_id = ANY ($1)`,
    [bookings.rows.map(({ id }) => id)],
  );
  return { beds: beds.rowCount, bookings: bookings.rowCount, people: people.rowCount };
}

/**
 * Ten shelters of fifty beds; on each bed a stay that ends within the nights shown, one that follows
 * and a promise. The reader manages two of the shelters, and sees the numbers of their people alone.
 */
async function fill(db, tonight) {
  const reader = randomUUID();
  await db.admin.query(
    `INSERT INTO users (id, email, name, created_at) VALUES ($1, 'board@example.org', 'Board', '2026-01-01Z')`,
    [reader],
  );
  await db.admin.query(
    `INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
     VALUES ($1, 'shelter_manager', '00000000-0000-4000-8000-000000000004', '2026-01-01Z',
             '00000000-0000-4000-8000-000000000003', '2026-01-01Z')`,
    [reader],
  );
  await db.admin.query(`
    BEGIN;
    SELECT set_config('mawa.actor', '${reader}', true), set_config('mawa.now', '${tonight}T20:00:00Z', true),
           set_config('mawa.tonight', '${tonight}', true);
    INSERT INTO shelters (code_name, region, kind, receives)
    SELECT 'Maison ' || lpad(n::text, 2, '0'), '04', 'emergency', '{woman,girl,boy}' FROM generate_series(1, ${SHELTERS}) n;
    INSERT INTO rooms (shelter_id, name, mix) SELECT id, 'Chambre ' || n, 'women' FROM shelters, generate_series(1, 10) n;
    INSERT INTO beds (room_id, shelter_id, label, kind, in_service)
    SELECT r.id, r.shelter_id, n::text, 'single', '[2024-01-01,)' FROM rooms r, generate_series(1, ${BEDS / SHELTERS / 10}) n;
    INSERT INTO memberships (user_id, principal_kind, principal_id, from_at, given_by)
    SELECT '${reader}', 'shelter', id, '2026-01-01Z', '00000000-0000-4000-8000-000000000004'
      FROM shelters WHERE code_name IN ('Maison 01', 'Maison 02');
    SET LOCAL session_replication_role = replica;
    CREATE TEMP TABLE planned ON COMMIT DROP AS
      SELECT gen_random_uuid() AS id, gen_random_uuid() AS case_id, b.id AS bed_id, b.shelter_id, s.n,
             row_number() OVER () AS ordinal,
             CASE s.n WHEN 0 THEN daterange(date '${tonight}' - 20, date '${tonight}' + 3 + (b.label::int % 4))
                      WHEN 1 THEN daterange(date '${tonight}' + 8, date '${tonight}' + 14)
                      ELSE daterange(date '${tonight}' + 16, CASE WHEN b.label::int % 2 = 0 THEN date '${tonight}' + 24 END) END AS nights,
             CASE WHEN s.n = 0 THEN 'stay' ELSE 'promised' END AS state
        FROM beds b CROSS JOIN generate_series(0, 2) s(n);
    INSERT INTO cases (id, case_number, registered_on, registered_by, sex, age_at_registration, age_certainty, access_need)
    SELECT case_id, 'M-B' || lpad(ordinal::text, 6, '0'), date '${tonight}', '${reader}', 'female', 30, 'declared', 'none' FROM planned;
    INSERT INTO bookings (id, bed_id, shelter_id, nights, state, mix_sign, checked_in_at, created_by)
    SELECT id, bed_id, shelter_id, nights, state, 'woman', CASE WHEN state = 'stay' THEN lower(nights)::timestamptz END, '${reader}' FROM planned;
    INSERT INTO booking_people (booking_id, case_id, nights, state) SELECT id, case_id, nights, state FROM planned;
    INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, given_by)
    SELECT p.case_id, 'shelter', p.shelter_id, r.reason, r.parts, p.id, '${reader}'
      FROM planned p JOIN access_reasons r ON r.reason = CASE WHEN p.state = 'stay' THEN 'stay' ELSE 'hold' END;
    COMMIT;`);
  await db.admin.query('ANALYZE');
  return reader;
}

async function timed(work) {
  const at = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - at) / 1e6;
}
