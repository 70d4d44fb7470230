-- A call to the free number, answered by one operator: coded facts in clear, what was typed sealed under a
-- key of the call, no name and no case. Words, digest of the number and the row itself are deleted after
-- times of their own (hotline_housekeeping).
CREATE TABLE calls (
  id uuid PRIMARY KEY,
  -- The line = organisation of the operator; NULL for one who has none.
  line_id uuid REFERENCES organisations (id),
  taken_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  began_at timestamptz NOT NULL DEFAULT mawa_now(),
  saved_at timestamptz NOT NULL DEFAULT mawa_now(),
  -- Counts savings, so that a second window overwrites nothing.
  revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
  type text CHECK (type ~ '^[a-z_]{3,40}$'),
  type_version integer,
  language text CHECK (language ~ '^[a-z]{3}$'),
  region text CHECK (region ~ '^[a-z0-9_]{2,20}$'),
  -- The four questions of triage; `skipped` is not `no`.
  danger text CHECK (danger IN ('yes', 'no', 'skipped')),
  minor text CHECK (minor IN ('yes', 'no', 'skipped')),
  medical text CHECK (medical IN ('yes', 'no', 'skipped')),
  no_place text CHECK (no_place IN ('yes', 'no', 'skipped')),
  -- Keyed digest (HMAC) of the caller's number.
  caller bytea CHECK (length(caller) = 32),
  sealed bytea,
  ended_at timestamptz,
  outcome text
    CHECK (outcome IN ('informed', 'oriented', 'bed', 'call_back', 'services_sent', 'cut_off', 'no_words',
      'refused')),
  number_changes smallint NOT NULL DEFAULT 0,
  CONSTRAINT calls_end_whole CHECK ((ended_at IS NULL) = (outcome IS NULL)),
  CONSTRAINT calls_end_after_they_began CHECK (ended_at >= began_at),
  CONSTRAINT calls_type_of_a_version CHECK ((type IS NULL) = (type_version IS NULL)),
  -- Nobody who said that they are in danger, or was not asked, is sent away.
  CONSTRAINT calls_danger_is_heard
    CHECK (outcome IS DISTINCT FROM 'refused' OR NOT (danger IS DISTINCT FROM 'no')),
  CONSTRAINT calls_number_changes CHECK (number_changes BETWEEN 0 AND 20)
);
CREATE UNIQUE INDEX calls_one_open_each ON calls (taken_by) WHERE ended_at IS NULL;
CREATE INDEX calls_by_line ON calls (line_id, began_at DESC);
CREATE INDEX calls_by_day ON calls (began_at);
CREATE INDEX calls_by_caller ON calls (caller) WHERE caller IS NOT NULL;
GRANT SELECT, INSERT ON calls TO mawa_app;
GRANT SELECT, UPDATE, DELETE ON calls TO mawa_gate;
GRANT SELECT (id, line_id, began_at, type, type_version, language, region, danger, minor, medical, no_place,
  ended_at, outcome) ON calls TO mawa_figures;
GRANT UPDATE (saved_at, revision, type, type_version, language, region, danger, minor, medical, no_place,
  caller, sealed, ended_at, outcome, number_changes) ON calls TO mawa_app;


-- What was opened from a call: a case file, a bed request, a hold, or other help, once each; for how many
-- people. Names no case.
CREATE TABLE call_steps (
  call_id uuid REFERENCES calls (id) ON DELETE CASCADE,
  step text CHECK (step IN ('case', 'request', 'hold', 'help')),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  people smallint NOT NULL CHECK (people BETWEEN 1 AND 20),
  shelter_id uuid REFERENCES shelters (id),
  held_until timestamptz,
  PRIMARY KEY (call_id, step),
  CONSTRAINT call_steps_hold_is_somewhere
    CHECK ((step = 'hold') = (held_until IS NOT NULL) AND (step = 'hold') = (shelter_id IS NOT NULL))
);
GRANT SELECT, INSERT ON call_steps TO mawa_app;
GRANT SELECT, DELETE ON call_steps TO mawa_gate;
GRANT SELECT (call_id, step, at, people) ON call_steps TO mawa_figures;


-- A promise to call back: number, safe times and what to say are sealed under a key of its own. Closed once;
-- deleted some days after.
CREATE TABLE call_backs (
  id uuid PRIMARY KEY,
  call_id uuid REFERENCES calls (id) ON DELETE SET NULL,
  line_id uuid REFERENCES organisations (id),
  due_at timestamptz NOT NULL,
  language text CHECK (language ~ '^[a-z]{3}$'),
  opened_at timestamptz NOT NULL DEFAULT mawa_now(),
  opened_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  sealed bytea NOT NULL,
  closed_at timestamptz,
  closed_by uuid REFERENCES users (id),
  closed_why text CHECK (closed_why IN ('reached', 'not_wanted', 'unsafe', 'called_again', 'expired')),
  CONSTRAINT call_backs_closed_whole CHECK (num_nonnulls(closed_at, closed_by, closed_why) IN (0, 3))
);
CREATE INDEX call_backs_due ON call_backs (line_id, due_at) WHERE closed_at IS NULL;
CREATE INDEX call_backs_by_call ON call_backs (call_id);
GRANT SELECT, INSERT ON call_backs TO mawa_app;
GRANT SELECT, UPDATE, DELETE ON call_backs TO mawa_gate;
GRANT UPDATE (due_at, closed_at, closed_by, closed_why) ON call_backs TO mawa_app;


-- An attempt to call back, and when to try again.
CREATE TABLE call_back_attempts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  call_back_id uuid NOT NULL REFERENCES call_backs (id) ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  outcome text NOT NULL
    CHECK (outcome IN ('reached', 'no_answer', 'engaged', 'somebody_else', 'unsafe', 'not_wanted')),
  next_at timestamptz,
  CHECK (next_at > at)
);
CREATE INDEX call_back_attempts_by_call_back ON call_back_attempts (call_back_id, at);
GRANT SELECT, INSERT ON call_back_attempts TO mawa_app;
GRANT SELECT, DELETE ON call_back_attempts TO mawa_gate;


-- A number (digest) that is not answered for a time, and why; one block at a time for a line and number.
CREATE TABLE caller_blocks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  line_id uuid REFERENCES organisations (id),
  caller bytea NOT NULL CHECK (length(caller) = 32),
  reason text NOT NULL CHECK (reason IN ('prank', 'threats', 'insults', 'advertising')),
  from_at timestamptz NOT NULL DEFAULT mawa_now(),
  until_at timestamptz NOT NULL,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  lifted_at timestamptz,
  lifted_by uuid REFERENCES users (id),
  CONSTRAINT caller_blocks_one_at_a_time
    EXCLUDE USING gist (
      COALESCE(line_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =,
      caller WITH =,
      tstzrange(from_at, GREATEST(from_at, LEAST(lifted_at, until_at))) WITH &&),
  CONSTRAINT caller_blocks_end CHECK (until_at > from_at),
  CONSTRAINT caller_blocks_lifted_whole CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
);
GRANT SELECT, INSERT ON caller_blocks TO mawa_app;
GRANT SELECT, DELETE ON caller_blocks TO mawa_gate;
GRANT UPDATE (lifted_at, lifted_by) ON caller_blocks TO mawa_app;


-- A link between a call and a case file: `opened` from it or `linked` by its number. Written by functions
-- alone; destroyed when the person is erased. It keeps day and kind of the call, which may be deleted before
-- it.
CREATE TABLE call_links (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  call_id uuid REFERENCES calls (id) ON DELETE SET NULL,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  request_id uuid REFERENCES bed_requests (id),
  called_at timestamptz NOT NULL,
  type text,
  type_version integer,
  how text NOT NULL CHECK (how IN ('opened', 'linked')),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  ended_at timestamptz,
  ended_by uuid REFERENCES users (id),
  CONSTRAINT call_links_ended_whole CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX call_links_once ON call_links (call_id, case_id) WHERE ended_at IS NULL;
CREATE INDEX call_links_by_case ON call_links (case_id);
GRANT SELECT ON call_links TO mawa_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON call_links TO mawa_gate;
GRANT UPDATE (ended_at, ended_by) ON call_links TO mawa_app;


-- That somebody tried a case number: at most hotline_link_tries a day. Deleted after a day.
CREATE TABLE call_link_tries (
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX call_link_tries_by_user ON call_link_tries (by, at);
GRANT SELECT, INSERT, DELETE ON call_link_tries TO mawa_gate;
