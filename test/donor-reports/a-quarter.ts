/** A quarter written straight into the database: sixty people, two shelters, services, a ledger. */
import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { KEY_FILE, type KeyFile, seal } from '../../modules/access';
import { SETUP_ACTOR } from '../../modules/platform/shared/actor';
import type { TestApp } from '../support/app';

export interface AQuarter {
  readonly grantId: string;
  readonly donorId: string;
  readonly otherId: string;
}

/** Defaults and triggers read the transaction's facts; the superuser of a test sets them once. */
export const speakAsSetup = (admin: Client, now = '2026-11-24T23:10:00Z'): Promise<unknown> =>
  admin.query(
    `SELECT set_config('mawa.now', $1, false), set_config('mawa.tonight', $2, false),
            set_config('mawa.actor', $3, false)`,
    [now, now.slice(0, 10), SETUP_ACTOR.userId],
  );

export async function aQuarter({ admin }: TestApp): Promise<AQuarter> {
  await speakAsSetup(admin);
  const { rows } = await admin.query<{ grant: string; donor: string; other: string }>(`
    WITH orgs AS (
      INSERT INTO organisations (code, kind, name) VALUES
        ('JTIP', 'donor', 'Bailleur d’essai'), ('IOM', 'agency', 'Agence A'), ('ILO', 'agency', 'Agence B'),
        ('AUTRE', 'donor', 'Autre bailleur')
      RETURNING id, code),
    a_grant AS (
      INSERT INTO grants (code, title, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source)
      SELECT 'G-1', '{"fr":"Essai","ar":"Essai","en":"Essai"}'::jsonb, id, 'USD', 1000000, 0.01, '2026-01-01', '2028-12-31', 'invented' FROM orgs WHERE code = 'JTIP'
      RETURNING id),
    shares AS (
      INSERT INTO grant_shares (grant_id, organisation_id, after_fee, support_rate, direct, support)
      SELECT g.id, o.id, s.after, 0.07, s.direct, s.after - s.direct
        FROM a_grant g, (VALUES ('IOM', 600000.00, 560747.66), ('ILO', 390000.00, 364485.98)) s (code, after, direct)
        JOIN orgs o ON o.code = s.code
      RETURNING grant_id, organisation_id),
    lines AS (
      INSERT INTO budget_lines (grant_id, organisation_id, code, name, amount, unsdg_category, object_class)
      SELECT g.id, o.id, l.code, jsonb_build_object('fr', l.code, 'ar', l.code, 'en', l.code), l.amount, 4, 'f'
        FROM a_grant g,
             (VALUES ('IOM', '1.1', 300000), ('IOM', '1.2', 200000), ('ILO', '2.1', 364485.98)) l (org, code, amount)
        JOIN orgs o ON o.code = l.org
       WHERE EXISTS (SELECT 1 FROM shares)
      RETURNING id)
    SELECT (SELECT id FROM a_grant) AS grant, (SELECT id FROM orgs WHERE code = 'JTIP') AS donor,
           (SELECT id FROM orgs WHERE code = 'AUTRE') AS other, (SELECT count(*) FROM lines)`);
  await admin.query(BEDS, [SETUP_ACTOR.userId]);
  await admin.query(PEOPLE, [SETUP_ACTOR.userId]);
  await admin.query(NIGHTS, [SETUP_ACTOR.userId]);
  await admin.query(SERVICES);
  await admin.query(SERVICES_GIVEN, [SETUP_ACTOR.userId]);
  await admin.query(LEDGER, [SETUP_ACTOR.userId]);
  return { grantId: rows[0]!.grant, donorId: rows[0]!.donor, otherId: rows[0]!.other };
}

/** Finance has closed the ledger up to this day: reports of what is before it need no reason to be approved. */
export const closeLedger = ({ admin }: TestApp, until = '2026-09-30'): Promise<unknown> =>
  admin.query('INSERT INTO closed_periods (until_day, closed_by) VALUES ($1, $2)', [
    until,
    SETUP_ACTOR.userId,
  ]);

const BEDS = `
  WITH s AS (
    INSERT INTO shelters (code_name, region, kind, receives) VALUES
      ('Argane', '04', 'emergency', '{woman,girl,boy}'), ('Safran', '04', 'temporary', '{man,woman}')
    RETURNING id),
  r AS (
    INSERT INTO rooms (shelter_id, name, mix) SELECT id, 'Salle', 'mixed' FROM s RETURNING id, shelter_id)
  INSERT INTO beds (room_id, shelter_id, label, kind, in_service)
  SELECT r.id, r.shelter_id, n::text, 'single', '[2026-01-01,)' FROM r, generate_series(1, 30) n WHERE $1::text <> ''`;

const PEOPLE = `
  WITH c AS (
    INSERT INTO cases (id, case_number, registered_on, registered_by, sex, age_at_registration, age_certainty, nationality)
    SELECT gen_random_uuid(), 'T-' || i, '2026-06-20', $1,
           CASE WHEN i = 43 THEN NULL WHEN i = 44 THEN 'other' WHEN i % 3 = 0 THEN 'male' ELSE 'female' END,
           CASE WHEN i % 20 = 7 THEN NULL ELSE (i * 7) % 60 END,
           CASE WHEN i % 20 = 7 THEN 'unknown' ELSE 'declared' END,
           CASE WHEN i % 10 = 0 THEN NULL WHEN i % 4 = 0 THEN 'SN' ELSE 'MA' END
      FROM generate_series(1, 60) i
    RETURNING id, case_number)
  INSERT INTO case_exploitation (case_id, element, code, list_version)
  SELECT id, 'purpose', p.code, 'x' FROM c, (VALUES ('sexual', 2), ('forced_labour', 3), ('begging', 13)) p (code, every)
   WHERE substr(case_number, 3)::int % p.every = 0`;

/** Forty stays of different lengths, and what must not count: a hold, a promise, a void, a blocked bed. */
const NIGHTS = `
  WITH bed AS (SELECT id, shelter_id, row_number() OVER (ORDER BY shelter_id, label::int) AS n FROM beds),
  person AS (SELECT id, substr(case_number, 3)::int AS i FROM cases),
  wanted AS (
    SELECT gen_random_uuid() AS booking, p.id AS case_id, b.id AS bed, b.shelter_id,
           CASE WHEN p.i > 36 THEN daterange(date '2026-09-20' + p.i % 7, NULL)
                ELSE daterange(date '2026-06-25' + p.i, date '2026-06-25' + p.i + 3 + p.i % 40) END AS nights,
           CASE WHEN p.i > 36 THEN 'stay' ELSE 'ended' END AS state, true AS came
      FROM person p JOIN bed b ON b.n = p.i WHERE p.i <= 40
    UNION ALL
    SELECT gen_random_uuid(), p.id, b.id, b.shelter_id, '[2026-07-10,2026-07-20)'::daterange,
           CASE p.i WHEN 41 THEN 'promised' ELSE 'void' END, false
      FROM person p JOIN bed b ON b.n = p.i WHERE p.i IN (41, 42)
  ), calendar AS (
    INSERT INTO bookings (id, bed_id, shelter_id, nights, state, checked_in_at, created_by)
    SELECT booking, bed, shelter_id, nights, state, CASE WHEN came THEN lower(nights) + time '20:00' END, $1 FROM wanted
    RETURNING id),
  blocked AS (
    INSERT INTO bookings (bed_id, shelter_id, nights, state, reason, created_by)
    SELECT id, shelter_id, '[2026-07-01,2026-07-16)', 'blocked', 'works', $1 FROM bed WHERE n = 60 RETURNING id),
  closed AS (
    INSERT INTO closed_nights (night, closed_by)
    SELECT day::date, $1 FROM generate_series(date '2026-06-01', date '2026-10-15', interval '1 day') day RETURNING night)
  INSERT INTO booking_people (booking_id, case_id, nights, state)
  SELECT booking, case_id, nights, state FROM wanted
   WHERE (SELECT count(*) FROM calendar) > 0 AND (SELECT count(*) FROM blocked) > 0 AND (SELECT count(*) FROM closed) > 0`;

const SERVICES = `
  INSERT INTO service_types (code, category, name, unit) VALUES
    ('psy', 'psychosocial', '{"fr":"Écoute","ar":"استماع","en":"Listening"}', 'session'),
    ('legal', 'legal', '{"fr":"Conseil","ar":"استشارة","en":"Advice"}', 'session')`;

const SERVICES_GIVEN = `
  INSERT INTO services (case_id, type_code, given_on, recorded_by, cancelled_at, cancelled_by)
  SELECT c.id, CASE WHEN c.i % 2 = 0 THEN 'psy' ELSE 'legal' END, date '2026-06-15' + c.i * 2, $1,
         CASE WHEN c.i = 52 THEN timestamptz '2026-10-02Z' END, CASE WHEN c.i = 52 THEN $1::uuid END
    FROM (SELECT id, substr(case_number, 3)::int AS i FROM cases) c WHERE c.i BETWEEN 20 AND 57`;

const LEDGER = `
  WITH accounts AS (
    INSERT INTO ledger_accounts (grant_id, kind, line_id)
    SELECT id, 'funds', NULL::uuid FROM grants UNION ALL SELECT grant_id, 'spent', id FROM budget_lines
    UNION ALL SELECT grant_id, 'unfunded', id FROM budget_lines
    RETURNING id, grant_id, kind, line_id),
  moves AS (
    SELECT gen_random_uuid() AS id, a.grant_id, a.id AS account, a.kind, m.day, m.amount
      FROM accounts a JOIN budget_lines l ON l.id = a.line_id
      JOIN (VALUES ('spent', date '2026-05-10', 1200.50), ('spent', '2026-07-31', 333.33), ('spent', '2026-09-30', 0.01),
                   ('spent', '2026-10-01', 777.00), ('unfunded', '2026-08-01', 45.10)) m (kind, day, amount) ON m.kind = a.kind),
  posted AS (
    INSERT INTO ledger_transactions (id, grant_id, source_kind, source_id, booked_on, fact_on, posted_by)
    SELECT id, grant_id, 'correction', id::text, day, day, $1 FROM moves RETURNING id)
  INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
  SELECT m.id, e.account, e.amount, e.amount, 'USD', 1, m.day
    FROM moves m
    CROSS JOIN LATERAL (VALUES (m.account, m.amount),
      ((SELECT id FROM accounts f WHERE f.grant_id = m.grant_id AND f.kind = 'funds'), -m.amount)) e (account, amount)
   WHERE EXISTS (SELECT 1 FROM posted)`;

/** Gives the person of a case number a name, a phone and a document, sealed as the application seals them. */
export async function nameSomebody(
  mawa: TestApp,
  caseNumber: string,
  fields: Readonly<Record<'names' | 'contact' | 'documents', unknown>>,
): Promise<void> {
  const file = mawa.app.get<KeyFile>(KEY_FILE);
  const { rows } = await mawa.admin.query<{ id: string }>(
    'SELECT id FROM cases WHERE case_number = $1',
    [caseNumber],
  );
  const row = rows[0]!.id;
  const key = randomBytes(32);
  await mawa.admin.query('INSERT INTO keys.case_keys VALUES ($1, $2, $3)', [
    row,
    seal(file.master, { table: 'keys', column: 'case', row }, key),
    file.id,
  ]);
  for (const [field, value] of Object.entries(fields)) {
    const sealed = seal(key, { table: 'case_seals', column: field, row }, JSON.stringify(value));
    await mawa.admin.query('INSERT INTO case_seals (case_id, field, sealed) VALUES ($1, $2, $3)', [
      row,
      field,
      sealed,
    ]);
  }
}

export async function addressOfAShelter(mawa: TestApp, address: string): Promise<void> {
  const file = mawa.app.get<KeyFile>(KEY_FILE);
  const { rows } = await mawa.admin.query<{ id: string }>('SELECT id FROM shelters LIMIT 1');
  const row = rows[0]!.id;
  const key = randomBytes(32);
  await mawa.admin.query('INSERT INTO keys.record_keys VALUES ($1, $2, $3, $4)', [
    'shelter',
    row,
    seal(file.master, { table: 'keys', column: 'shelter', row }, key),
    file.id,
  ]);
  const place = { table: 'shelter_addresses', column: 'sealed', row };
  await mawa.admin.query('INSERT INTO shelter_addresses (shelter_id, sealed) VALUES ($1, $2)', [
    row,
    seal(key, place, address),
  ]);
}
