/**
 * Years of the programme for the benchmark of reports, the same rows whatever else the history holds: ids are made
 * of their place, so that the last quarter of one year and of ten is the same quarter. Each year 10,000 people with
 * thirty services each, and 600 beds of which 28 of 30 nights are slept in.
 */
const { randomUUID } = require('node:crypto');
const { aGrant } = require('../test/faults/a-grant.js');

const SYSTEM = '00000000-0000-4000-8000-000000000004';
const LINES = Array.from({ length: 24 }, (_, n) => `L-${String(n + 1).padStart(2, '0')}`);
/** The last day of the last year. */
const END = '2026-09-30';
/** A UUID of version 4, made of its place. */
const id = (exports.id = (kind, ...places) => {
  const digest = `md5('${kind}' ${places.map((place) => `|| ${place} || '/'`).join(' ')})`;
  return `overlay(overlay(${digest} placing '4' from 13) placing '8' from 17)::uuid`;
});

/** `people` of each year. */
exports.fill = async function fill(db, { years, people = 10_000, beds = 600, shelters = 20 }) {
  const { admin } = db;
  const size = { people, beds, shelters };
  const grant = await aGrant(db, { lines: LINES, amount: '900000.00' });
  await admin.query(`UPDATE grants SET starts_on = '2026-01-01', ends_on = '2028-12-31'`);
  await admin.query('BEGIN');
  await admin.query(
    `SELECT set_config('mawa.actor', $1, true), set_config('mawa.now', '2026-10-20T10:00:00Z', true),
            set_config('mawa.tonight', '2026-10-20', true)`,
    [SYSTEM],
  );
  await admin.query('SET LOCAL session_replication_role = replica');
  for (const sql of [...once(size), ...yearly(size)]) await admin.query(sql(years));
  await admin.query(MONEY, [grant.grant, SYSTEM]);
  await admin.query(
    `INSERT INTO ledger_days (account_id, day, amount) SELECT e.account_id, t.booked_on, sum(e.amount)
       FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
       JOIN ledger_accounts a ON a.id = e.account_id AND a.kind <> 'funds' GROUP BY 1, 2`,
  );
  await admin.query('SELECT rebuild_night_counts()');
  await admin.query('COMMIT');
  await admin.query('VACUUM ANALYZE');
  const counted = await admin.query(
    `SELECT (SELECT count(*) FROM cases)::int AS people, (SELECT count(*) FROM services)::int AS services,
            (SELECT sum(upper(nights) - lower(nights)) FROM booking_people)::int AS nights`,
  );
  return { grantId: grant.grant, ...counted.rows[0] };
};

/** A programme officer, as one stands behind a call. */
exports.reader = async function reader({ admin }) {
  const userId = randomUUID();
  await admin.query(
    `INSERT INTO users (id, email, name, created_at) VALUES ($1, $2, 'Programme', '2026-01-01Z')`,
    [userId, `${userId}@example.org`],
  );
  await admin.query(
    `INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
     VALUES ($1, 'programme_officer', $2, '2026-01-01Z', '00000000-0000-4000-8000-000000000003', '2026-01-01Z')`,
    [userId, SYSTEM],
  );
  const rest = { organisationId: null, shelterIds: [], language: 'fr', system: false };
  return { userId, name: 'Programme', roles: ['programme_officer'], ...rest };
};

const once = ({ beds, shelters }) => [
  () => `
    INSERT INTO service_types (code, category, name, unit)
    SELECT 'bench_' || n, 'bench', '{"fr":"b","ar":"b","en":"b"}', 'session' FROM generate_series(1, 12) n`,
  () => `
    INSERT INTO shelters (id, code_name, region, kind, receives)
    SELECT ${id('shelter', 'n')}, 'Maison ' || n, '04', 'emergency', '{woman}' FROM generate_series(1, ${shelters}) n`,
  () => `
    INSERT INTO rooms (id, shelter_id, name, mix)
    SELECT ${id('room', 'n')}, ${id('shelter', 'n')}, 'A', 'women' FROM generate_series(1, ${shelters}) n`,
  (years) => `
    INSERT INTO beds (id, room_id, shelter_id, label, kind, in_service)
    SELECT ${id('bed', 'n')}, ${id('room', `(1 + n % ${shelters})`)}, ${id('shelter', `(1 + n % ${shelters})`)}, n::text, 'single',
           daterange(date '${END}' - 365 * ${years}, NULL) FROM generate_series(1, ${beds}) n`,
  (years) => `
    INSERT INTO closed_nights (night, closed_by)
    SELECT date '${END}' - n, '${SYSTEM}' FROM generate_series(0, 365 * ${years} - 1) n`,
];

/** Year 0 is the last one; day 0 of a year is its first. */
const FIRST = `(date '${END}' - 365 * (y + 1) + 1)`;
const yearly = ({ people, beds, shelters }) => [
  (years) => `
    INSERT INTO cases (id, case_number, registered_on, registered_by, sex, age_at_registration, age_certainty, nationality)
    SELECT ${id('case', 'y', 'n')}, 'B-' || y || '-' || n, ${FIRST} + n % 365, '${SYSTEM}',
           (ARRAY['female', 'male', NULL])[1 + n % 3], CASE WHEN n % 5 > 0 THEN n % 70 END,
           CASE WHEN n % 5 > 0 THEN 'declared' ELSE 'unknown' END, (ARRAY['MA', 'CI', 'SN'])[1 + n % 3]
      FROM generate_series(0, ${years} - 1) y, generate_series(1, ${people}) n`,
  (years) => `
    INSERT INTO case_exploitation (case_id, element, code, list_version)
    SELECT ${id('case', 'y', 'n')}, 'purpose', p.code, 'x'
      FROM generate_series(0, ${years} - 1) y, generate_series(1, ${people}) n,
           (VALUES ('sexual', 2), ('forced_labour', 3), ('begging', 7)) p (code, every) WHERE n % p.every = 0`,
  // One in a hundred was registered twice.
  (years) => `
    INSERT INTO case_merges (id, case_id, into_id, why, by, at)
    SELECT ${id('merge', 'y', 'n')}, ${id('case', 'y', 'n')}, ${id('case', 'y', '(n + 1)')}, 'facts_agree', '${SYSTEM}', ${FIRST} + 364
      FROM generate_series(0, ${years} - 1) y, generate_series(100, ${people} - 1, 100) n`,
  (years) => `
    INSERT INTO services (id, case_id, type_code, given_on, recorded_by, cancelled_at, cancelled_by)
    SELECT ${id('service', 'y', 'n', 's')}, ${id('case', 'y', 'n')}, 'bench_' || (1 + (n + s * 7) % 12),
           ${FIRST} + (n * 7 + s * 12) % 365, '${SYSTEM}',
           CASE WHEN (n + s) % 50 = 0 THEN timestamptz '2026-10-01Z' END, CASE WHEN (n + s) % 50 = 0 THEN '${SYSTEM}'::uuid END
      FROM generate_series(0, ${years} - 1) y, generate_series(1, ${people}) n, generate_series(1, 30) s`,
  (years) => `
    INSERT INTO bookings (id, bed_id, shelter_id, nights, state, checked_in_at, created_by)
    SELECT ${id('stay', 'y', 'b', 's')}, ${id('bed', 'b')}, ${id('shelter', `(1 + b % ${shelters})`)},
           daterange(${FIRST} + s * 30, ${FIRST} + s * 30 + 28), 'ended', ${FIRST} + s * 30 + time '20:00', '${SYSTEM}'
      FROM generate_series(0, ${years} - 1) y, generate_series(1, ${beds}) b, generate_series(0, 11) s`,
  (years) => `
    INSERT INTO booking_people (booking_id, case_id, nights, state)
    SELECT ${id('stay', 'y', 'b', 's')}, ${id('case', 'y', `(1 + (b * 12 + s) % ${people})`)},
           daterange(${FIRST} + s * 30, ${FIRST} + s * 30 + 28), 'ended'
      FROM generate_series(0, ${years} - 1) y, generate_series(1, ${beds}) b, generate_series(0, 11) s`,
];

/** Ten thousand transactions of two entries over the year of the grant. */
const MONEY = `
  WITH spent AS (SELECT a.id, row_number() OVER (ORDER BY l.code) AS n FROM ledger_accounts a JOIN budget_lines l ON l.id = a.line_id
                  WHERE a.grant_id = $1 AND a.kind = 'spent'),
       facts AS (SELECT n, md5('move' || n)::uuid AS id, date '2026-01-01' + n % 273 AS day FROM generate_series(1, 10000) n),
       booked AS (INSERT INTO ledger_transactions (id, grant_id, source_kind, source_id, booked_on, fact_on, posted_by)
         SELECT id, $1, 'service', id::text, day, day, $2 FROM facts)
  INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
  SELECT f.id, x.account, x.sign * (1 + f.n % 900) / 100.0, x.sign * (1 + f.n % 900) / 100.0, 'USD', 1, f.day
    FROM facts f JOIN spent s ON s.n = 1 + f.n % ${LINES.length}
    CROSS JOIN LATERAL (VALUES (s.id, 1), ((SELECT id FROM ledger_accounts WHERE grant_id = $1 AND kind = 'funds'), -1)) AS x (account, sign)`;
