import type { MigrationInterface, QueryRunner } from 'typeorm';

const SETTING = 'reading_alarms';
/** The setting after it in the list. */
const NEXT = 'keep_ended_sessions_days';

const PARTS: readonly (readonly [path: string, unit: string, min: number, max: number])[] = [
  ['filesAnHour', 'times', 5, 500],
  ['readingsADay', 'times', 20, 5000],
  ['outsideADay', 'times', 2, 500],
  ['filesAtNight', 'times', 2, 500],
  ['exportsAnHour', 'times', 2, 100],
  ['searchesInHalfAnHour', 'times', 5, 500],
  ['refusedAnHour', 'times', 5, 500],
  ['timesOrdinary', 'times', 2, 20],
  ['readersOfAFile', 'people', 3, 100],
  ['dormantDays', 'days', 14, 365],
  ['networkChangesAnHour', 'times', 3, 100],
  ['breakGlassInAWeek', 'times', 2, 50],
  ['nightFrom', 'time', 0, 1439],
  ['nightUntil', 'time', 0, 1439],
  ['daysKept', 'days', 60, 730],
];
const SHAPE = {
  parts: PARTS.map(([path, unit, min, max]) =>
    unit === 'time' ? { path, type: 'time', min, max } : { path, type: 'whole', unit, min, max },
  ),
};
const VALUE = {
  filesAnHour: 20,
  readingsADay: 150,
  outsideADay: 10,
  filesAtNight: 6,
  exportsAnHour: 5,
  searchesInHalfAnHour: 20,
  refusedAnHour: 20,
  timesOrdinary: 2,
  readersOfAFile: 6,
  dormantDays: 45,
  networkChangesAnHour: 8,
  breakGlassInAWeek: 3,
  nightFrom: 1320,
  nightUntil: 360,
  daysKept: 120,
};

const UP = [
  // Defaults call it: its file replaces it afterwards.
  `CREATE OR REPLACE FUNCTION mawa_origin() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
     SELECT nullif(current_setting('mawa.origin', true), '')
   $$`,
  // In two statements: of rows of before it is not known, and the table is not written anew.
  'ALTER TABLE audit_log ADD COLUMN origin text',
  'ALTER TABLE audit_log ALTER COLUMN origin SET DEFAULT mawa_origin()',
  'GRANT SELECT ON audit_log TO mawa_gate',
  `ALTER TABLE audit_batches DROP CONSTRAINT audit_batches_number_check,
     ADD CONSTRAINT audit_batches_number_check CHECK (number > 0 AND number < 4611686018427387904)`,
  `ALTER TABLE audit_verifications
     ADD COLUMN whole boolean NOT NULL DEFAULT true,
     ADD COLUMN findings jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(findings) = 'array')`,
  'GRANT INSERT (id, whole, findings) ON audit_verifications TO mawa_app',
  `ALTER TABLE sessions
     ADD COLUMN network text CHECK (length(network) <= 64),
     ADD COLUMN other_device text CHECK (length(other_device) <= 80)`,
  `ALTER TABLE access_tokens
     ADD COLUMN known_networks text[] NOT NULL DEFAULT '{}' CHECK (cardinality(known_networks) <= 100)`,
  'GRANT UPDATE (known_networks) ON access_tokens TO mawa_gate',
  `UPDATE access_tokens SET known_networks = ARRAY[used_from] WHERE used_from IS NOT NULL`,
  `CREATE TABLE reading_days (
      user_id uuid REFERENCES users (id),
      day date,
      readings integer NOT NULL CHECK (readings >= 0),
      files integer NOT NULL CHECK (files >= 0),
      files_outside integer NOT NULL CHECK (files_outside >= 0),
      files_at_night integer NOT NULL CHECK (files_at_night >= 0),
      files_an_hour integer NOT NULL CHECK (files_an_hour >= 0),
      searches integer NOT NULL CHECK (searches >= 0),
      exports integer NOT NULL CHECK (exports >= 0),
      refused integer NOT NULL CHECK (refused >= 0),
      PRIMARY KEY (user_id, day)
    )`,
  'CREATE INDEX reading_days_by_day ON reading_days (day)',
  'GRANT SELECT, INSERT, UPDATE, DELETE ON reading_days TO mawa_app',
  `CREATE TABLE reading_watch (
      log text PRIMARY KEY CHECK (log = 'audit_log'),
      batch bigint NOT NULL CHECK (batch >= 0),
      read_at timestamptz NOT NULL DEFAULT mawa_now()
    )`,
  'GRANT SELECT, INSERT, UPDATE ON reading_watch TO mawa_app',
  `CREATE TABLE reading_alarms (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      rule text NOT NULL CHECK (rule ~ '^[a-z_]{3,40}$'),
      user_id uuid REFERENCES users (id),
      subject_id uuid,
      facts jsonb NOT NULL CHECK (jsonb_typeof(facts) = 'object' AND length(facts::text) <= 1000),
      from_at timestamptz NOT NULL,
      until_at timestamptz NOT NULL,
      opened_at timestamptz NOT NULL DEFAULT mawa_now(),
      closed_at timestamptz,
      closed_by uuid REFERENCES users (id),
      finding text CHECK (finding IN ('ordinary_work', 'agreed', 'mistake', 'taught', 'stolen', 'misuse')),
      CONSTRAINT reading_alarms_of_somebody_or_something CHECK (user_id IS NOT NULL OR subject_id IS NOT NULL),
      CONSTRAINT reading_alarms_period CHECK (from_at <= until_at),
      CONSTRAINT reading_alarms_closed_with_a_finding
        CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (finding IS NULL)),
      CONSTRAINT reading_alarms_closed_by_another CHECK (closed_by <> user_id)
    )`,
  `CREATE UNIQUE INDEX reading_alarms_once_open ON reading_alarms (rule, user_id, subject_id) NULLS NOT DISTINCT
     WHERE closed_at IS NULL`,
  'CREATE INDEX reading_alarms_by_time ON reading_alarms (opened_at, id)',
  'CREATE INDEX reading_alarms_of_user ON reading_alarms (user_id, rule, until_at)',
  `GRANT SELECT, INSERT (rule, user_id, subject_id, facts, from_at, until_at), UPDATE (facts, until_at)
     ON reading_alarms TO mawa_app`,
  'GRANT SELECT, UPDATE (closed_at, closed_by, finding) ON reading_alarms TO mawa_gate',
  `UPDATE setting_definitions SET place = -(place + 1)
    WHERE place >= (SELECT d.place FROM setting_definitions d WHERE d.key = '${NEXT}')`,
  'UPDATE setting_definitions SET place = -place WHERE place < 0',
];

/** The watch over readings, and whence each act came. Servers of 0.1.0 write rows without an origin and go on. */
export class AddOversight1764500000015 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
    await runner.query(
      `INSERT INTO setting_definitions (key, place, area, kind, protects, proposed_by, confirmed_by, shape, tables, page)
       SELECT $1, n.place - 1, d.area, d.kind, d.protects, d.proposed_by, d.confirmed_by, $2::jsonb, d.tables, d.page
         FROM setting_definitions d, setting_definitions n WHERE d.key = 'known_device_days' AND n.key = $3`,
      [SETTING, JSON.stringify(SHAPE), NEXT],
    );
    await runner.query(
      `INSERT INTO settings (key, valid_from, value, source) VALUES ($1, '2020-01-01Z', $2, 'programme rule')`,
      [SETTING, JSON.stringify(VALUE)],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM settings WHERE key = $1', [SETTING]);
    await runner.query('DELETE FROM setting_definitions WHERE key = $1', [SETTING]);
    await runner.query('DROP TABLE reading_alarms, reading_watch, reading_days');
    await runner.query('ALTER TABLE access_tokens DROP COLUMN known_networks');
    await runner.query('ALTER TABLE sessions DROP COLUMN network, DROP COLUMN other_device');
    await runner.query('ALTER TABLE audit_verifications DROP COLUMN whole, DROP COLUMN findings');
    await runner.query('REVOKE SELECT ON audit_log FROM mawa_gate');
    await runner.query('ALTER TABLE audit_log DROP COLUMN origin');
  }
}
