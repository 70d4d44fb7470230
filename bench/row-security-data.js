/**
 * The database of bench/row-security.js: the synthetic programme of the demonstration, and around it 20,000 people,
 * 200,000 stays in ten shelters and 200,000 services. The rows around it have the same ids in every database.
 */
const { spawnSync } = require('node:child_process');
const { existsSync, mkdtempSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { Client } = require('pg');
const support = require('../test/faults/support.js');

const PEOPLE = 20_000;
const OFFICERS = 200;
const SHELTERS = 10;
const BEDS = 500;
const STAYS_A_BED = 400;
const NIGHTS_A_STAY = 3;
const SERVICES_A_PERSON = 10;
const CASES_OF_THE_OFFICER = 60;
/** Two of these are the last two of the people around: women who sleep nowhere tonight. */
const TO_BE_PLACED = 2;
const CASES_OF_THE_SUPERVISOR = 3_000;

/** Accounts of the demonstration, one a role; the officer is one of ours, with sixty of its cases. */
const LOGINS = {
  manager: 'samira@demo.mawa',
  supervisor: 'salma@demo.mawa',
  operator: 'sanae@demo.mawa',
  legal: 'rim@demo.mawa',
  programme: 'nadia@demo.mawa',
  finance: 'omar@demo.mawa',
  auditor: 'rachid@demo.mawa',
};

/** `data`: a folder in which the database is kept, or found from an earlier run with the same schema. */
exports.programme = async ({ data, say }) => {
  const folder = data ? resolve(data) : mkdtempSync(join(tmpdir(), 'mawa-row-security-'));
  const filled = join(folder, 'row-security.json');
  if (!existsSync(filled)) demonstration(folder, say);
  const server = await support.serverIn(folder, 'mawa');
  const admin = new Client({ connectionString: server.adminUrl });
  await admin.connect();
  const db = {
    ...server,
    admin,
    stop: async () => {
      await admin.end();
      await server.stop();
    },
  };
  try {
    if (!existsSync(filled)) {
      await fill(admin);
      writeFileSync(filled, '{}');
    }
    await admin.query('VACUUM ANALYZE');
    return { db, users: await users(admin), size: await size(admin) };
  } catch (error) {
    await db.stop();
    throw error;
  }
};

function demonstration(folder, say) {
  say('the synthetic programme of the demonstration: some minutes where it is not there yet');
  const made = spawnSync(
    process.execPath,
    [join(support.ROOT, 'bin/mawa.js'), 'demo', '--prepare-only'],
    { env: { ...process.env, MAWA_DATA: folder }, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`demo: ${made.stdout}\n${made.stderr}`);
}

/** The same id in every database: a digest with the version and variant of a UUID written over it. */
const id = (kind, number) =>
  `overlay(overlay(md5('${kind}-' || ${number}) placing '4' from 13) placing '8' from 17)::uuid`;

async function fill(admin) {
  const at = new Date().toISOString();
  const tonight = new Date(Date.now() - 12 * 3_600_000).toISOString().slice(0, 10);
  await admin.query(`
    BEGIN;
    SELECT set_config('mawa.actor', '00000000-0000-4000-8000-000000000004', true), set_config('mawa.now', '${at}', true),
           set_config('mawa.tonight', '${tonight}', true);
    SET LOCAL session_replication_role = replica;
    ${ACCOUNTS}
    ${HOUSES}
    ${CASES}
    ${stays(tonight)}
    ${SERVICES}
    SELECT rebuild_night_counts();
    COMMIT;`);
}

/** Number 0 is the officer whose day is driven; the others answer for the people around. */
const ACCOUNTS = `
    INSERT INTO users (id, email, name, created_at)
    SELECT ${id('officer', 'n')}, 'officer' || n || '@example.org', 'Officer ' || n, '2026-01-01Z' FROM generate_series(0, ${OFFICERS}) n;
    INSERT INTO user_roles (id, user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
    SELECT ${id('role', 'n')}, ${id('officer', 'n')}, 'reintegration_officer', '00000000-0000-4000-8000-000000000004', '2026-01-01Z',
           '00000000-0000-4000-8000-000000000003', '2026-01-01Z' FROM generate_series(0, ${OFFICERS}) n;
    INSERT INTO case_access (id, case_id, principal_kind, principal_id, reason, parts, from_at, given_by)
    SELECT ${id('own', 'c.n')}, c.id, 'user', ${id('officer', '0')}, r.reason, r.parts, '2026-01-01Z', ${id('officer', '0')}
      FROM access_reasons r, (
        SELECT c.id, row_number() OVER (ORDER BY c.case_number) AS n
          FROM cases c JOIN case_access a ON a.case_id = c.id AND a.principal_kind = 'user' AND a.until_at IS NULL
          JOIN users u ON u.id = a.principal_id AND u.email = 'leila@demo.mawa'
         WHERE c.erased_at IS NULL AND c.merged_into IS NULL AND c.stage <> 'closed'
           AND NOT EXISTS (SELECT FROM case_restrictions x WHERE x.case_id = c.id)
         GROUP BY c.id, c.case_number ORDER BY c.case_number LIMIT ${CASES_OF_THE_OFFICER - TO_BE_PLACED}) c
     WHERE r.reason = 'assigned';`;

const HOUSES = `
    INSERT INTO shelters (id, code_name, region, kind, receives, languages)
    SELECT ${id('shelter', 'n')}, 'Maison ' || lpad(n::text, 2, '0'), '04', 'emergency', '{woman,girl,boy}', '{fr,ar}' FROM generate_series(0, ${SHELTERS - 1}) n;
    INSERT INTO rooms (id, shelter_id, name, mix, floor, step_free)
    SELECT ${id('room', 'n')}, ${id('shelter', 'n / 10')}, 'Chambre ' || (1 + n % 10), 'women', 0, true FROM generate_series(0, ${SHELTERS * 10 - 1}) n;
    INSERT INTO beds (id, room_id, shelter_id, label, kind, in_service)
    SELECT ${id('bed', 'n')}, ${id('room', 'n / 5')}, ${id('shelter', 'n / 50')}, (1 + n % 50)::text, 'single', '[2021-01-01,)'
      FROM generate_series(0, ${BEDS - 1}) n;`;

const CASES = `
    CREATE TEMP TABLE known ON COMMIT DROP AS SELECT n, ${id('case', 'n')} AS id, ${id('officer', `(1 + n % ${OFFICERS})`)} AS officer
      FROM generate_series(0, ${PEOPLE - 1}) n;
    INSERT INTO cases (id, case_number, registered_on, registered_by, sex, age_at_registration, age_certainty, nationality, stage, access_need)
    SELECT id, 'R-' || lpad(n::text, 6, '0'), date '2021-11-01' + n % 1700, officer, CASE WHEN n % 20 = 0 THEN 'male' ELSE 'female' END, 18 + n % 40,
           'declared', (ARRAY['MA', 'CI', 'SN'])[1 + n % 3], (ARRAY['assisted', 'presumed', 'identified', 'closed'])[1 + n % 4], 'none'
      FROM known;
    INSERT INTO case_access (id, case_id, principal_kind, principal_id, reason, parts, from_at, given_by)
    SELECT ${id('registered', 'k.n')}, k.id, 'user', k.officer, r.reason, r.parts, '2021-11-01Z', k.officer
      FROM known k, access_reasons r WHERE r.reason = 'registered';
    INSERT INTO case_access (id, case_id, principal_kind, principal_id, reason, parts, from_at, given_by)
    SELECT ${id('supervised', 'k.n')}, k.id, 'user', u.id, r.reason, r.parts, '2021-11-01Z', k.officer
      FROM known k, users u, access_reasons r
     WHERE u.email = 'salma@demo.mawa' AND r.reason = 'assigned' AND k.n < ${CASES_OF_THE_SUPERVISOR};
    INSERT INTO case_access (id, case_id, principal_kind, principal_id, reason, parts, from_at, given_by)
    SELECT ${id('placed', 'k.n')}, k.id, 'user', ${id('officer', '0')}, r.reason, r.parts, '2021-11-01Z', k.officer
      FROM known k, access_reasons r WHERE r.reason = 'assigned' AND k.n >= ${PEOPLE - TO_BE_PLACED};
    INSERT INTO tasks (id, kind, case_id, for_role, due_at)
    SELECT ${id('task', 'n')}, 'consent', id, 'reintegration_officer', mawa_now() + (n % 60 - 20) * interval '1 day' FROM known WHERE n % 4 = 0;`;

/** On each bed one stay after another until yesterday, and on three beds of five somebody tonight. Nobody is in two of them at once. */
const stays = (tonight) => `
    CREATE TEMP TABLE slept ON COMMIT DROP AS
      SELECT b * ${STAYS_A_BED + 1} + s AS n, ${id('stay', `(b * ${STAYS_A_BED + 1} + s)`)} AS id, ${id('bed', 'b')} AS bed_id, ${id('shelter', 'b / 50')} AS shelter_id,
             ${id('case', `((b + s * 37) % ${PEOPLE})`)} AS case_id, CASE WHEN s = ${STAYS_A_BED} THEN 'stay' ELSE 'ended' END AS state,
             daterange(date '${tonight}' + (s - ${STAYS_A_BED}) * ${NIGHTS_A_STAY},
                       CASE WHEN s < ${STAYS_A_BED} THEN date '${tonight}' + (s + 1 - ${STAYS_A_BED}) * ${NIGHTS_A_STAY}
                            WHEN b % 4 > 0 THEN date '${tonight}' + 1 + b % 20 END) AS nights
        FROM generate_series(0, ${BEDS - 1}) b, generate_series(0, ${STAYS_A_BED}) s WHERE s < ${STAYS_A_BED} OR b % 5 < 3;
    INSERT INTO bookings (id, bed_id, shelter_id, nights, state, mix_sign, outcome, checked_in_at, created_by)
    SELECT id, bed_id, shelter_id, nights, state, 'woman', CASE WHEN state = 'ended' THEN 'left' END, lower(nights)::timestamptz + interval '18 hours',
           ${id('officer', '1')} FROM slept;
    INSERT INTO booking_people (booking_id, case_id, nights, state) SELECT id, case_id, nights, state FROM slept;
    INSERT INTO case_access (id, case_id, principal_kind, principal_id, reason, parts, source_id, from_at, until_at, given_by)
    SELECT ${id('housed', 's.n')}, s.case_id, 'shelter', s.shelter_id, r.reason, r.parts, s.id, lower(s.nights)::timestamptz,
           CASE WHEN s.state = 'ended' THEN upper(s.nights)::timestamptz + interval '7 days' END, ${id('officer', '1')}
      FROM slept s, access_reasons r WHERE r.reason = 'stay';`;

const SERVICES = `
    INSERT INTO services (id, case_id, type_code, given_on, quantity, recorded_by)
    SELECT ${id('service', `(k.n * ${SERVICES_A_PERSON} + s)`)}, k.id, t.code, date '2021-11-01' + (s * 170 + k.n) % 1800, 1 + s % 4, k.officer
      FROM known k CROSS JOIN generate_series(0, ${SERVICES_A_PERSON - 1}) s
      JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS types FROM service_types) t
        ON t.place = (k.n + s) % t.types;`;

/** The women of the officer for whom a bed is looked for. */
exports.TO_BE_PLACED = `SELECT id FROM cases WHERE case_number IN ('R-0${PEOPLE - 2}', 'R-0${PEOPLE - 1}') ORDER BY case_number`;

async function users(admin) {
  const { rows } = await admin.query(
    `SELECT id, email FROM users WHERE email = ANY ($1) OR id = ${id('officer', '0')}`,
    [Object.values(LOGINS)],
  );
  const of = (email) => rows.find((user) => user.email === email).id;
  return {
    officer: of('officer0@example.org'),
    ...Object.fromEntries(Object.entries(LOGINS).map(([role, email]) => [role, of(email)])),
  };
}

async function size(admin) {
  const { rows } = await admin.query(
    `SELECT (SELECT count(*)::int FROM cases) AS people, (SELECT count(*)::int FROM bookings) AS stays,
            (SELECT count(*)::int FROM services) AS services, (SELECT count(*)::int FROM case_access) AS access`,
  );
  return rows[0];
}
