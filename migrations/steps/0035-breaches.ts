import type { MigrationInterface, QueryRunner } from 'typeorm';

const SETTING = 'breach_notice_hours';
/** The setting before it in the list. */
const BEFORE = 'data_controller';

const TABLES = `
  CREATE TABLE breach_transitions (
    from_state text,
    to_state text,
    place smallint NOT NULL,
    PRIMARY KEY (from_state, to_state)
  );
  GRANT SELECT ON breach_transitions TO mawa_app, mawa_gate;
  CREATE TABLE breach_recipients (
    code text PRIMARY KEY CHECK (code ~ '^[a-z_]{3,40}$'),
    place smallint NOT NULL,
    needed_from text NOT NULL CHECK (needed_from IN ('always', 'risk', 'high_risk'))
  );
  GRANT SELECT ON breach_recipients TO mawa_app, mawa_gate;
  CREATE TABLE breaches (
    id uuid PRIMARY KEY,
    reported_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
    reported_at timestamptz NOT NULL DEFAULT mawa_now(),
    noticed_at timestamptz NOT NULL,
    happened_at timestamptz,
    kinds text[] NOT NULL
      CHECK (cardinality(kinds) >= 1 AND kinds <@ ARRAY['confidentiality', 'availability', 'integrity']),
    data_kinds text[] NOT NULL
      CHECK (cardinality(data_kinds) >= 1
        AND data_kinds <@ ARRAY['shelter_address', 'name', 'contact', 'document', 'health', 'story', 'legal', 'child',
          'money', 'password', 'staff', 'other']),
    people_count integer CHECK (people_count BETWEEN 0 AND 1000000),
    danger text NOT NULL CHECK (danger IN ('yes', 'no', 'unknown')),
    alarm_id uuid REFERENCES reading_alarms (id),
    hidden_from uuid[] NOT NULL DEFAULT '{}',
    text_sealed bytea NOT NULL,
    state text NOT NULL DEFAULT 'reported',
    CONSTRAINT breaches_noticed_in_the_past CHECK (noticed_at <= reported_at),
    CONSTRAINT breaches_happened_before CHECK (happened_at <= noticed_at)
  );
  CREATE INDEX breaches_by_time ON breaches (noticed_at, id);
  CREATE INDEX breaches_of_reporter ON breaches (reported_by, reported_at);
  GRANT SELECT, INSERT (id, noticed_at, happened_at, kinds, data_kinds, people_count, danger, alarm_id, hidden_from,
    text_sealed) ON breaches TO mawa_app;
  GRANT SELECT, UPDATE (state) ON breaches TO mawa_gate;
  CREATE TABLE breach_steps (
    id uuid PRIMARY KEY,
    breach_id uuid NOT NULL REFERENCES breaches (id),
    from_state text NOT NULL,
    to_state text NOT NULL,
    at timestamptz NOT NULL DEFAULT mawa_now(),
    by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
    lessons_sealed bytea,
    place bigint GENERATED ALWAYS AS IDENTITY,
    CONSTRAINT breach_steps_close_with_lessons CHECK ((to_state = 'closed') = (lessons_sealed IS NOT NULL))
  );
  CREATE INDEX breach_steps_by_breach ON breach_steps (breach_id, place);
  GRANT SELECT, INSERT (id, breach_id, from_state, to_state, lessons_sealed) ON breach_steps TO mawa_app;
  GRANT SELECT ON breach_steps TO mawa_gate;
  CREATE TABLE breach_deadlines (
    breach_id uuid REFERENCES breaches (id),
    recipient text REFERENCES breach_recipients (code),
    needed_from text NOT NULL CHECK (needed_from IN ('always', 'risk', 'high_risk')),
    due_at timestamptz NOT NULL,
    PRIMARY KEY (breach_id, recipient)
  );
  GRANT SELECT ON breach_deadlines TO mawa_app;
  GRANT SELECT, INSERT ON breach_deadlines TO mawa_gate;
  CREATE TABLE breach_assessments (
    id uuid PRIMARY KEY,
    breach_id uuid NOT NULL REFERENCES breaches (id),
    risk text NOT NULL CHECK (risk IN ('not_a_breach', 'no_risk', 'risk', 'high_risk')),
    consequences text[] NOT NULL
      CHECK (consequences <@ ARRAY['found_by_traffickers', 'violence', 'retaliation_family', 'stigma', 'identity_misuse',
        'prosecution', 'help_interrupted', 'distress', 'other']),
    people_count integer CHECK (people_count BETWEEN 0 AND 1000000),
    records_count integer CHECK (records_count BETWEEN 0 AND 10000000),
    reason_sealed bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT mawa_now(),
    by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
    place bigint GENERATED ALWAYS AS IDENTITY,
    CONSTRAINT breach_assessments_risk_of_something
      CHECK (risk IN ('not_a_breach', 'no_risk') OR cardinality(consequences) >= 1)
  );
  CREATE INDEX breach_assessments_by_breach ON breach_assessments (breach_id, place);
  GRANT SELECT, INSERT (id, breach_id, risk, consequences, people_count, records_count, reason_sealed)
    ON breach_assessments TO mawa_app;
  GRANT SELECT ON breach_assessments TO mawa_gate;
  CREATE TABLE breach_measures (
    id uuid PRIMARY KEY,
    breach_id uuid NOT NULL REFERENCES breaches (id),
    kind text NOT NULL
      CHECK (kind IN ('people_moved', 'secrecy_changed', 'people_guarded', 'password_reset', 'sessions_ended', 'link_revoked',
        'device_wiped', 'copy_deleted', 'data_restored', 'data_corrected', 'staff_taught', 'other')),
    taken_at timestamptz NOT NULL,
    note_sealed bytea,
    at timestamptz NOT NULL DEFAULT mawa_now(),
    by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
    CONSTRAINT breach_measures_in_the_past CHECK (taken_at <= at)
  );
  CREATE INDEX breach_measures_by_breach ON breach_measures (breach_id, taken_at);
  GRANT SELECT, INSERT (id, breach_id, kind, taken_at, note_sealed) ON breach_measures TO mawa_app;
  CREATE TABLE breach_notices (
    id uuid PRIMARY KEY,
    breach_id uuid NOT NULL,
    recipient text NOT NULL,
    made_at timestamptz NOT NULL,
    way text NOT NULL CHECK (way IN ('in_person', 'letter', 'form', 'mail', 'phone')),
    people_informed integer CHECK (people_informed BETWEEN 1 AND 1000000),
    reference_sealed bytea,
    at timestamptz NOT NULL DEFAULT mawa_now(),
    by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
    FOREIGN KEY (breach_id, recipient) REFERENCES breach_deadlines (breach_id, recipient),
    CONSTRAINT breach_notices_in_the_past CHECK (made_at <= at),
    CONSTRAINT breach_notices_people_in_person CHECK (recipient <> 'people' OR way = 'in_person'),
    CONSTRAINT breach_notices_people_counted CHECK ((recipient = 'people') = (people_informed IS NOT NULL))
  );
  CREATE INDEX breach_notices_by_breach ON breach_notices (breach_id, made_at);
  GRANT SELECT, INSERT (id, breach_id, recipient, made_at, way, people_informed, reference_sealed) ON breach_notices TO mawa_app;
  CREATE TABLE breach_waivers (
    id uuid PRIMARY KEY,
    breach_id uuid NOT NULL,
    recipient text NOT NULL,
    reason text NOT NULL
      CHECK (reason IN ('does_not_apply', 'would_endanger', 'unreadable', 'risk_gone', 'informed_already', 'out_of_proportion')),
    note_sealed bytea,
    asked_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
    asked_at timestamptz NOT NULL DEFAULT mawa_now(),
    decision text CHECK (decision IN ('agreed', 'refused')),
    decided_by uuid REFERENCES users (id),
    decided_at timestamptz,
    place bigint GENERATED ALWAYS AS IDENTITY,
    FOREIGN KEY (breach_id, recipient) REFERENCES breach_deadlines (breach_id, recipient),
    CONSTRAINT breach_waivers_decided_whole
      CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)),
    CONSTRAINT breach_waivers_by_two CHECK (decided_by <> asked_by)
  );
  CREATE UNIQUE INDEX breach_waivers_once ON breach_waivers (breach_id, recipient) WHERE decision IS NULL;
  CREATE INDEX breach_waivers_by_breach ON breach_waivers (breach_id, recipient, place);
  GRANT SELECT, INSERT (id, breach_id, recipient, reason, note_sealed), UPDATE (decision, decided_by, decided_at)
    ON breach_waivers TO mawa_app;
`;
const RECIPIENTS = [
  ['head', 'always', 4],
  ['people', 'high_risk', 24],
  ['authority', 'risk', 72],
  ['partners', 'risk', 24],
  ['grant_officer', 'risk', 72],
] as const;
const TRANSITIONS = [
  ['reported', 'assessed'],
  ['assessed', 'closed'],
  ['closed', 'assessed'],
] as const;
const SHAPE = {
  parts: RECIPIENTS.map(([path]) => ({ path, type: 'whole', unit: 'hours', min: 1, max: 720 })),
};

/** The register of breaches of personal data, with the hours for its notices. Servers that do not know it go on. */
export class AddBreaches1764500000041 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const [place, [code, neededFrom]] of RECIPIENTS.entries()) {
      await runner.query(
        'INSERT INTO breach_recipients (code, place, needed_from) VALUES ($1, $2, $3)',
        [code, place, neededFrom],
      );
    }
    for (const [place, step] of TRANSITIONS.entries()) {
      await runner.query(
        'INSERT INTO breach_transitions (from_state, to_state, place) VALUES ($1, $2, $3)',
        [...step, place],
      );
    }
    await runner.query(
      `UPDATE setting_definitions SET place = -(place + 1)
        WHERE place > (SELECT d.place FROM setting_definitions d WHERE d.key = $1)`,
      [BEFORE],
    );
    await runner.query('UPDATE setting_definitions SET place = -place WHERE place < 0');
    await runner.query(
      `INSERT INTO setting_definitions (key, place, area, kind, protects, proposed_by, confirmed_by, shape, tables, page)
       SELECT $1, b.place + 1, b.area, 'value', 'people', b.proposed_by, b.confirmed_by, $2::jsonb, '{}', NULL
         FROM setting_definitions b WHERE b.key = $3`,
      [SETTING, JSON.stringify(SHAPE), BEFORE],
    );
    await runner.query(
      `INSERT INTO settings (key, valid_from, value, source) VALUES ($1, '2020-01-01Z', $2::jsonb,
         'programme rule; 72 hours: GDPR, article 33(1); to be confirmed by counsel')`,
      [
        SETTING,
        JSON.stringify(Object.fromEntries(RECIPIENTS.map(([code, , hours]) => [code, hours]))),
      ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM settings WHERE key = $1', [SETTING]);
    await runner.query('DELETE FROM setting_definitions WHERE key = $1', [SETTING]);
    await runner.query(
      `DROP TABLE breach_waivers, breach_notices, breach_measures, breach_assessments, breach_deadlines, breach_steps,
         breaches, breach_recipients, breach_transitions`,
    );
  }
}
