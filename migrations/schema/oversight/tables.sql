-- One row is what one account did on one day, for what is ordinary: counts alone. Written by the watch over the audit log,
-- kept for reading_alarms.daysKept days.
CREATE TABLE reading_days (
  user_id uuid REFERENCES users (id),
  day date,
  -- Acts of reading; files that were opened, of them outside of the own cases and houses, and by night.
  readings integer NOT NULL CHECK (readings >= 0),
  files integer NOT NULL CHECK (files >= 0),
  files_outside integer NOT NULL CHECK (files_outside >= 0),
  files_at_night integer NOT NULL CHECK (files_at_night >= 0),
  -- The most within one hour.
  files_an_hour integer NOT NULL CHECK (files_an_hour >= 0),
  searches integer NOT NULL CHECK (searches >= 0),
  exports integer NOT NULL CHECK (exports >= 0),
  refused integer NOT NULL CHECK (refused >= 0),
  PRIMARY KEY (user_id, day)
);
CREATE INDEX reading_days_by_day ON reading_days (day);
GRANT SELECT, INSERT, UPDATE, DELETE ON reading_days TO mawa_app;

-- Up to which batch of the audit log the watch has read.
CREATE TABLE reading_watch (
  log text PRIMARY KEY CHECK (log = 'audit_log'),
  batch bigint NOT NULL CHECK (batch >= 0),
  read_at timestamptz NOT NULL DEFAULT mawa_now()
);
GRANT SELECT, INSERT, UPDATE ON reading_watch TO mawa_app;

-- One row is an alarm on unusual reading: raised by the watch, closed with a finding by somebody whom it is not about.
CREATE TABLE reading_alarms (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  rule text NOT NULL CHECK (rule ~ '^[a-z_]{3,40}$'),
  -- Whose reading it was; null where several people read one file.
  user_id uuid REFERENCES users (id),
  -- Of an alarm about a file: who had read it when the alarm was raised. They learn of it as little as an account of its
  -- own; whoever opens the file afterwards had seen the alarm before.
  reader_ids uuid[] NOT NULL DEFAULT '{}',
  -- The file, session or token that it is about, by the rule; null otherwise.
  subject_id uuid,
  -- Numbers of the explanation.
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
);
CREATE UNIQUE INDEX reading_alarms_once_open ON reading_alarms (rule, user_id, subject_id) NULLS NOT DISTINCT
  WHERE closed_at IS NULL;
CREATE INDEX reading_alarms_by_time ON reading_alarms (opened_at, id);
CREATE INDEX reading_alarms_of_user ON reading_alarms (user_id, rule, until_at);
GRANT SELECT, INSERT (rule, user_id, reader_ids, subject_id, facts, from_at, until_at),
  UPDATE (facts, until_at) ON reading_alarms TO mawa_app;
GRANT SELECT, UPDATE (closed_at, closed_by, finding) ON reading_alarms TO mawa_gate;
