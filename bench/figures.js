/**
 * A quarter's figures by their definitions (row level security, the figures' door, sources and all)
 * against plain SQL for the same numbers by a superuser. In turns, on one database.
 */
const { randomUUID } = require('node:crypto');
const { Client } = require('pg');
const support = require('../test/faults/support.js');
const { median } = require('./measure.js');

const FROM = '2026-07-01';
const UNTIL = '2026-10-01';

module.exports = async function figures({ short, say }) {
  const people = short ? 5_000 : 50_000;
  const db = await support.database();
  const { app, transactions, actor } = await application(db);
  try {
    await fill(db, people);
    const plain = new Client({ connectionString: db.adminUrl });
    await plain.connect();
    const measures = [
      ['people served', (tx) => call('modules/indicators', 'peopleServed', tx), PEOPLE],
      ['bed-nights and occupancy', (tx) => call('modules/shelter-beds', 'bedFigures', tx), BEDS],
      [
        'services by type',
        (tx) => call('modules/assistance-services', 'serviceFigures', tx),
        SERVICES,
      ],
    ];
    const results = {};
    const total = { own: 0, plain: 0 };
    for (const [name, define, sql] of measures) {
      const own = [];
      const bare = [];
      for (let round = 0; round < (short ? 3 : 7); round += 1) {
        own.push(await timed(() => transactions.run(actor, define)));
        bare.push(
          await timed(async () => {
            for (const statement of sql) await plain.query(statement, [FROM, UNTIL]);
          }),
        );
      }
      const ratio = median(own) / median(bare);
      total.own += median(own);
      total.plain += median(bare);
      results[name] = { own, plain: bare, ratio };
      say(
        `${name}: ${median(own).toFixed(0)} ms against ${median(bare).toFixed(0)} ms plain, ratio ${ratio.toFixed(2)}`,
      );
    }
    const ratio = total.own / total.plain;
    say(`all figures of the quarter, ${people} people: ratio ${ratio.toFixed(2)} (aim 1.5)`);
    await plain.end();
    return { people, results, ratio, aim: 1.5 };
  } finally {
    await app.close();
    await db.stop();
  }
};

const call = (module, name, tx) =>
  support.from(`${module}/index.js`)[name](tx, { from: FROM, until: UNTIL });

async function application(db) {
  const { readEnv } = support.from('modules/platform/config/env.js');
  const { createApp } = support.from('src/create-app.js');
  const { Transactions } = support.from('modules/platform/database/transactions.js');
  const env = readEnv({ MAWA_DATA: db.folder, LOG_LEVEL: 'silent', DATABASE_POOL: '4' });
  const app = await createApp({ env, databaseUrl: db.appUrl });
  await app.init();
  const userId = randomUUID();
  await db.admin.query(
    `INSERT INTO users (id, email, name, created_at) VALUES ($1, 'programme@example.org', 'Programme', '2026-01-01Z')`,
    [userId],
  );
  await db.admin.query(
    `INSERT INTO user_roles (user_id, role, granted_by, granted_at)
     VALUES ($1, 'programme_officer', '00000000-0000-4000-8000-000000000004', '2026-01-01Z')`,
    [userId],
  );
  const actor = {
    userId,
    name: 'Programme',
    roles: ['programme_officer'],
    organisationId: null,
    shelterIds: [],
    language: 'fr',
    system: false,
  };
  return { app, transactions: app.get(Transactions), actor };
}

/** People, ten services each over two years, and stays that fill 400 beds of the quarter. */
async function fill(db, people) {
  await db.admin.query(`
    BEGIN;
    SELECT set_config('mawa.actor', '00000000-0000-4000-8000-000000000004', true),
           set_config('mawa.now', '2026-10-02T10:00:00Z', true), set_config('mawa.tonight', '2026-10-01', true);
    SET LOCAL session_replication_role = replica;
    INSERT INTO cases (id, case_number, registered_on, registered_by, sex, age_at_registration, age_certainty, nationality)
    SELECT gen_random_uuid(), 'B-' || n, date '2024-10-01' + n % 700, '00000000-0000-4000-8000-000000000004',
           (ARRAY['female', 'male', NULL])[1 + n % 3], CASE WHEN n % 5 > 0 THEN n % 70 END,
           CASE WHEN n % 5 > 0 THEN 'declared' ELSE 'unknown' END, (ARRAY['MA', 'CI', 'SN'])[1 + n % 3]
      FROM generate_series(1, ${people}) n;
    INSERT INTO service_types (code, category, name, unit)
    SELECT 'bench_' || n, 'bench', '{"fr":"b","ar":"b","en":"b"}', 'session' FROM generate_series(1, 12) n;
    INSERT INTO services (case_id, type_code, given_on, recorded_by)
    SELECT c.id, 'bench_' || (1 + (n * 7) % 12), date '2024-10-05' + (n * 71 + length(c.case_number) * 13) % 725,
           '00000000-0000-4000-8000-000000000004'
      FROM cases c, generate_series(1, 10) n;
    INSERT INTO shelters (id, code_name, region, kind, receives)
    SELECT gen_random_uuid(), 'Maison ' || n, '04', 'emergency', '{woman}' FROM generate_series(1, 20) n;
    INSERT INTO rooms (id, shelter_id, name, mix) SELECT gen_random_uuid(), id, 'A', 'women' FROM shelters;
    INSERT INTO beds (id, room_id, shelter_id, label, kind, in_service)
    SELECT gen_random_uuid(), r.id, r.shelter_id, n::text, 'single', '[2024-01-01,)' FROM rooms r, generate_series(1, 20) n;
    WITH numbered AS (SELECT id, row_number() OVER () - 1 AS n FROM cases),
         bed AS (SELECT id, shelter_id, row_number() OVER () - 1 AS n FROM beds),
         stay AS (
           SELECT gen_random_uuid() AS id, bed.id AS bed_id, bed.shelter_id, c.id AS case_id,
                  daterange(date '2025-01-01' + s * 30, date '2025-01-01' + s * 30 + 28) AS nights
             FROM bed CROSS JOIN generate_series(0, 20) s
             JOIN numbered c ON c.n = (bed.n * 21 + s) % ${people}),
         calendar AS (
           INSERT INTO bookings (id, bed_id, shelter_id, nights, state, checked_in_at, created_by)
           SELECT id, bed_id, shelter_id, nights, 'ended', lower(nights), '00000000-0000-4000-8000-000000000004' FROM stay)
    INSERT INTO booking_people (booking_id, case_id, nights, state) SELECT id, case_id, nights, 'ended' FROM stay;
    INSERT INTO closed_nights (night, closed_by)
    SELECT d::date, '00000000-0000-4000-8000-000000000001'
      FROM generate_series(timestamp '2025-01-01', timestamp '2026-09-30', interval '1 day') d;
    SELECT rebuild_night_counts();
    COMMIT;`);
  await db.admin.query('ANALYZE');
}

const SLEPT = `SELECT bp.case_id, n.night, k.shelter_id FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
    JOIN closed_nights n ON bp.nights @> n.night
   WHERE n.night >= $1 AND n.night < $2 AND bp.nights && daterange($1, $2)
     AND k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL`;

const PEOPLE = [
  `SELECT c.sex, width_bucket(c.age_at_registration, ARRAY[12, 18, 25, 35, 50]) AS band, count(*) FROM cases c
    WHERE c.id IN (SELECT case_id FROM (${SLEPT}) s UNION
      SELECT case_id FROM services WHERE given_on >= $1 AND given_on < $2 AND cancelled_at IS NULL) GROUP BY 1, 2`,
];
const BEDS = [
  `SELECT shelter_id, date_trunc('month', night::timestamp), count(DISTINCT (case_id, night)) FROM (${SLEPT}) s GROUP BY 1, 2`,
  `SELECT b.shelter_id, date_trunc('month', n.night::timestamp), count(*) FROM beds b JOIN closed_nights n ON b.in_service @> n.night
    WHERE n.night >= $1 AND n.night < $2 GROUP BY 1, 2`,
];
const SERVICES = [
  `SELECT type_code, count(*), count(DISTINCT case_id), sum(quantity) FROM services
    WHERE given_on >= $1 AND given_on < $2 AND cancelled_at IS NULL GROUP BY 1`,
];

async function timed(work) {
  const at = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - at) / 1e6;
}
