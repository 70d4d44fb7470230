/**
 * A programme of a given size with people at work in it: the years of report-history.js, and for today officers with
 * sixty files each whose names are sealed, managers of their shelters, a programme officer, a finance officer, and
 * somebody in nine of ten beds.
 */
const { createHash } = require('node:crypto');
const { join } = require('node:path');
const support = require('../test/faults/support.js');
const { fill, id } = require('./report-history.js');

const SYSTEM = '00000000-0000-4000-8000-000000000004';
const SECOND = '00000000-0000-4000-8000-000000000003';
const CASELOAD = 60;
const GIVEN = ['Fatima', 'Aminata', 'Blessing', 'Ouafae', 'Mariam', 'Grace', 'Khadija', 'Awa'];
const FAMILY = ['Bennani', 'Diallo', 'Okafor', 'Zerktouni', 'Traoré', 'Mensah', 'Alaoui', 'Sow'];

/** The same id as `id(kind, n)` of report-history.js has in PostgreSQL. */
const idOf = (kind, ...places) => {
  const digest = createHash('md5')
    .update(kind + places.map((place) => `${place}/`).join(''))
    .digest('hex');
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
};

/** `size`: years, people of a year, beds, shelters. Answers the accounts of each role, and the files of each officer. */
exports.fillWithPeopleAtWork = async function fillWithPeopleAtWork(db, size, tonight) {
  const rows = await fill(db, size);
  const officers = Math.ceil(size.people / CASELOAD);
  await db.admin.query('BEGIN');
  await db.admin.query('SET LOCAL session_replication_role = replica');
  await db.admin.query(
    `SELECT set_config('mawa.actor', $1, true), set_config('mawa.now', $2, true), set_config('mawa.tonight', $3, true)`,
    [SYSTEM, `${tonight}T08:00:00Z`, tonight],
  );
  for (const [sql, values] of today(size, officers, tonight)) await db.admin.query(sql, values);
  await sealNames(db, size.people);
  await db.admin.query('COMMIT');
  await db.admin.query('VACUUM ANALYZE');
  const ids = (kind, count) => Array.from({ length: count }, (_, n) => idOf(kind, n + 1));
  return {
    rows,
    accounts: {
      officers: ids('officer', officers),
      managers: ids('manager', size.shelters),
      programme: ids('programme', 1),
      finance: ids('finance', 1),
    },
    filesOf: (officer) =>
      Array.from({ length: Math.min(CASELOAD, size.people - officer * CASELOAD) }, (_, n) =>
        idOf('case', 0, officer * CASELOAD + n + 1),
      ),
  };
};

function today({ people, beds, shelters }, officers, tonight) {
  const account = (kind, role, count) => [
    [
      `INSERT INTO users (id, email, name, created_at)
       SELECT ${id(kind, 'n')}, '${kind}' || n || '@example.org', '${kind} ' || n, '2026-01-01Z' FROM generate_series(1, $1) n`,
      [count],
    ],
    [
      `INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
       SELECT ${id(kind, 'n')}, '${role}', '${SYSTEM}', '2026-01-01Z', '${SECOND}', '2026-01-01Z' FROM generate_series(1, $1) n`,
      [count],
    ],
  ];
  const access = (reason) =>
    `SELECT p.case_id, p.kind, p.principal, r.reason, r.parts, p.source, '2026-01-01Z'::timestamptz, '${SYSTEM}'::uuid
       FROM people p JOIN access_reasons r ON r.reason = '${reason}'`;
  const columns =
    'case_id, principal_kind, principal_id, reason, parts, source_id, from_at, given_by';
  return [
    ...account('officer', 'reintegration_officer', officers),
    ...account('manager', 'shelter_manager', shelters),
    ...account('programme', 'programme_officer', 1),
    ...account('finance', 'finance_officer', 1),
    [
      `INSERT INTO memberships (user_id, principal_kind, principal_id, from_at, given_by)
       SELECT ${id('manager', 'n')}, 'shelter', ${id('shelter', 'n')}, '2026-01-01Z', '${SYSTEM}' FROM generate_series(1, $1) n`,
      [shelters],
    ],
    [
      `WITH people AS (SELECT ${id('case', '0', 'n')} AS case_id, 'user' AS kind, NULL::uuid AS source,
                              ${id('officer', `(1 + (n - 1) / ${CASELOAD})`)} AS principal FROM generate_series(1, $1) n)
       INSERT INTO case_access (${columns}) ${access('registered')}`,
      [people],
    ],
    // Since five weeks ago and until some day of the coming month.
    [
      `INSERT INTO bookings (id, bed_id, shelter_id, nights, state, checked_in_at, mix_sign, created_by)
       SELECT ${id('now', 'b')}, ${id('bed', 'b')}, ${id('shelter', `(1 + b % ${shelters})`)},
              daterange($2::date - 35, $2::date + 1 + b % 30), 'stay', $2::date - 35 + time '20:00', 'woman', '${SYSTEM}'
         FROM generate_series(1, $1::int) b WHERE b % 10 > 0`,
      [beds, tonight],
    ],
    [
      `INSERT INTO booking_people (booking_id, case_id, nights, state)
       SELECT ${id('now', 'b')}, ${id('case', '0', 'b')}, daterange($2::date - 35, $2::date + 1 + b % 30), 'stay'
         FROM generate_series(1, $1::int) b WHERE b % 10 > 0`,
      [Math.min(beds, people), tonight],
    ],
    [
      `WITH people AS (SELECT ${id('case', '0', 'b')} AS case_id, 'shelter' AS kind, ${id('now', 'b')} AS source,
                              ${id('shelter', `(1 + b % ${shelters})`)} AS principal FROM generate_series(1, $1) b WHERE b % 10 > 0)
       INSERT INTO case_access (${columns}) ${access('stay')}`,
      [Math.min(beds, people)],
    ],
  ];
}

/** A key and a sealed name for everybody who was registered in the last year, as registering makes them. */
async function sealNames({ admin, folder }, people) {
  const { newKey, seal, wrappedKeyAddress } = support.from('modules/platform/shared/seal.js');
  const { readKeyFile } = support.from('modules/access/keys/key-file.js');
  const keys = readKeyFile(join(folder, 'mawa.key.json'));
  for (let first = 1; first <= people; first += 2_000) {
    const made = Array.from({ length: Math.min(2_000, people - first + 1) }, (_, n) => {
      const caseId = idOf('case', 0, first + n);
      const key = newKey();
      const names = { given: GIVEN[n % 8], family: FAMILY[(n >> 3) % 8], aliases: [] };
      return {
        caseId,
        wrapped: seal(keys.master, wrappedKeyAddress('case', caseId), key),
        sealed: seal(
          key,
          { table: 'case_seals', column: 'names', row: caseId },
          JSON.stringify(names),
        ),
      };
    });
    const ids = made.map(({ caseId }) => caseId);
    await admin.query(
      `INSERT INTO keys.case_keys (case_id, wrapped, master_key) SELECT a, b, $3 FROM unnest($1::uuid[], $2::bytea[]) x (a, b)`,
      [ids, made.map(({ wrapped }) => wrapped), keys.id],
    );
    await admin.query(
      `INSERT INTO case_seals (case_id, field, sealed) SELECT a, 'names', b FROM unnest($1::uuid[], $2::bytea[]) x (a, b)`,
      [ids, made.map(({ sealed }) => sealed)],
    );
  }
}
