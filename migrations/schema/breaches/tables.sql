-- A legal step of a breach. Reference data (migrations/data/transitions).
CREATE TABLE breach_transitions (
  from_state text,
  to_state text,
  place smallint NOT NULL,
  PRIMARY KEY (from_state, to_state)
);
GRANT SELECT ON breach_transitions TO mawa_app, mawa_gate;


-- One row is somebody to whom breaches are notified, and from which risk on. Reference data; the hours are the setting
-- breach_notice_hours.
CREATE TABLE breach_recipients (
  code text PRIMARY KEY CHECK (code ~ '^[a-z_]{3,40}$'),
  place smallint NOT NULL,
  needed_from text NOT NULL CHECK (needed_from IN ('always', 'risk', 'high_risk'))
);
GRANT SELECT ON breach_recipients TO mawa_app, mawa_gate;


-- One row is one breach of personal data as a colleague reported it: codes and numbers; what happened is sealed under a key
-- of its own (keys.record_keys, kind breach). Never deleted.
CREATE TABLE breaches (
  id uuid PRIMARY KEY,
  reported_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  reported_at timestamptz NOT NULL DEFAULT mawa_now(),
  -- Deadlines count from here.
  noticed_at timestamptz NOT NULL,
  happened_at timestamptz,
  kinds text[] NOT NULL
    CHECK (cardinality(kinds) >= 1 AND kinds <@ ARRAY['confidentiality', 'availability', 'integrity']),
  data_kinds text[] NOT NULL
    CHECK (cardinality(data_kinds) >= 1
      AND data_kinds <@ ARRAY['shelter_address', 'name', 'contact', 'document', 'health', 'story', 'legal', 'child',
        'money', 'password', 'staff', 'other']),
  -- About how many people; null: not known.
  people_count integer CHECK (people_count BETWEEN 0 AND 1000000),
  -- Whether anybody is in danger now, as the colleague saw it.
  danger text NOT NULL CHECK (danger IN ('yes', 'no', 'unknown')),
  alarm_id uuid REFERENCES reading_alarms (id),
  -- Whom that alarm is about, and who decides on breaches and is named by the reporter: they read nothing of it.
  hidden_from uuid[] NOT NULL DEFAULT '{}',
  text_sealed bytea NOT NULL,
  -- Kept by the trigger breach_step_moves.
  state text NOT NULL DEFAULT 'reported',
  CONSTRAINT breaches_noticed_in_the_past CHECK (noticed_at <= reported_at),
  CONSTRAINT breaches_happened_before CHECK (happened_at <= noticed_at)
);
CREATE INDEX breaches_by_time ON breaches (noticed_at, id);
CREATE INDEX breaches_of_reporter ON breaches (reported_by, reported_at);
GRANT SELECT, INSERT (id, noticed_at, happened_at, kinds, data_kinds, people_count, danger, alarm_id, hidden_from,
  text_sealed) ON breaches TO mawa_app;
GRANT SELECT, UPDATE (state) ON breaches TO mawa_gate;


-- One row is one change of state, by whom; the lessons of a closing are sealed with the key of the breach.
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


-- One row is until when somebody is to be notified of a breach, by the hours in force when it was reported.
CREATE TABLE breach_deadlines (
  breach_id uuid REFERENCES breaches (id),
  recipient text REFERENCES breach_recipients (code),
  needed_from text NOT NULL CHECK (needed_from IN ('always', 'risk', 'high_risk')),
  due_at timestamptz NOT NULL,
  PRIMARY KEY (breach_id, recipient)
);
GRANT SELECT ON breach_deadlines TO mawa_app;
GRANT SELECT, INSERT ON breach_deadlines TO mawa_gate;


-- One row is one assessment of a breach; the last one counts.
CREATE TABLE breach_assessments (
  id uuid PRIMARY KEY,
  breach_id uuid NOT NULL REFERENCES breaches (id),
  risk text NOT NULL CHECK (risk IN ('not_a_breach', 'no_risk', 'risk', 'high_risk')),
  -- What may follow for the people.
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


-- One row is one measure that was taken: when, and who wrote it down.
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


-- One row is one notice that was made. Mawa sends none; people concerned are told in person alone.
CREATE TABLE breach_notices (
  id uuid PRIMARY KEY,
  breach_id uuid NOT NULL,
  recipient text NOT NULL,
  made_at timestamptz NOT NULL,
  way text NOT NULL CHECK (way IN ('in_person', 'letter', 'form', 'mail', 'phone')),
  -- How many people were told.
  people_informed integer CHECK (people_informed BETWEEN 1 AND 1000000),
  -- The number that the recipient gave it, or what else finds it again.
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


-- One row asks that somebody is not notified, with a reason; another person decides.
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
