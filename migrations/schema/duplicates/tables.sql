-- One row is one case that waits to be compared with all others, since it is new or was corrected. Deleted
-- once compared, if `mark` is still the one that was read: a change meanwhile makes it new.
CREATE TABLE duplicate_waiting (
  case_id uuid PRIMARY KEY REFERENCES cases (id) ON UPDATE CASCADE,
  mark uuid NOT NULL DEFAULT gen_random_uuid()
);
GRANT SELECT, INSERT, UPDATE, DELETE ON duplicate_waiting TO mawa_gate;
GRANT SELECT ON duplicate_waiting TO mawa_blind;


-- One row is one run of the comparison: how many people compared, pairs found, pairs left out since the name
-- is too common, names that could not be read.
CREATE TABLE duplicate_runs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  how text NOT NULL CHECK (how IN ('intake', 'nightly')),
  matcher text NOT NULL,
  finished_at timestamptz NOT NULL DEFAULT mawa_now(),
  compared integer NOT NULL,
  found integer NOT NULL,
  common integer NOT NULL,
  unread integer NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON duplicate_runs TO mawa_gate;
GRANT SELECT ON duplicate_runs TO mawa_app;


-- One row is two cases that may be one person, with reasons as codes. Proposed and withdrawn by the
-- comparison, judged "not the same" or merged by people; comes back where facts change. case_id is the
-- smaller id.
CREATE TABLE duplicate_pairs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  other_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  strength text NOT NULL CHECK (strength IN ('possible', 'probable')),
  reasons text[] NOT NULL CHECK (cardinality(reasons) > 0),
  found_at timestamptz NOT NULL DEFAULT mawa_now(),
  found_how text NOT NULL CHECK (found_how IN ('intake', 'nightly')),
  matcher text NOT NULL,
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'withdrawn', 'not_same', 'merged')),
  CONSTRAINT duplicate_pairs_once UNIQUE (case_id, other_id),
  CONSTRAINT duplicate_pairs_in_order CHECK (case_id < other_id)
);
CREATE INDEX duplicate_pairs_by_other ON duplicate_pairs (other_id);
CREATE INDEX duplicate_pairs_proposed ON duplicate_pairs (found_at, id) WHERE state = 'proposed';
GRANT SELECT, INSERT, UPDATE, DELETE ON duplicate_pairs TO mawa_gate;
GRANT SELECT ON duplicate_pairs TO mawa_app;


-- One row is one change of state of a pair.
CREATE TABLE duplicate_states (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  pair_id uuid NOT NULL REFERENCES duplicate_pairs (id) ON DELETE CASCADE,
  from_state text,
  to_state text NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  why text CHECK (why ~ '^[a-z_]{3,40}$')
);
CREATE INDEX duplicate_states_by_pair ON duplicate_states (pair_id, at);
GRANT SELECT, INSERT, UPDATE, DELETE ON duplicate_states TO mawa_gate;
GRANT SELECT ON duplicate_states TO mawa_app;


-- One row: one user was notified of a pair, through case_id, which they answer for. With sees_both they
-- answer for both; otherwise they know their own case only, until both sides answered may_look. Deleted when
-- the pair is closed.
CREATE TABLE duplicate_notices (
  pair_id uuid REFERENCES duplicate_pairs (id) ON DELETE CASCADE,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  user_id uuid REFERENCES users (id),
  sees_both boolean NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  answer text CHECK (answer IN ('may_look', 'declined')),
  answered_at timestamptz,
  PRIMARY KEY (pair_id, user_id),
  CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX duplicate_notices_by_user ON duplicate_notices (user_id);
CREATE INDEX duplicate_told_by_case ON duplicate_notices (case_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON duplicate_notices TO mawa_gate;
GRANT SELECT ON duplicate_notices TO mawa_app;


-- One row is one joining of a case file into another, and its undoing if there was one. What was added
-- elsewhere is listed, so that it can be taken back.
CREATE TABLE case_merges (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  into_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  pair_id uuid,
  why text NOT NULL CHECK (why IN ('same_document', 'person_says', 'known_to_team', 'facts_agree')),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  -- Families added to into_id; closed_tasks and opened_tasks: tasks closed and opened.
  families uuid[] NOT NULL DEFAULT '{}',
  closed_tasks uuid[] NOT NULL DEFAULT '{}',
  opened_tasks uuid[] NOT NULL DEFAULT '{}',
  undone_by uuid REFERENCES users (id),
  undone_at timestamptz,
  undone_why text CHECK (undone_why IN ('two_people', 'mistake', 'other_way')),
  CHECK (case_id <> into_id),
  CHECK ((undone_at IS NULL) = (undone_by IS NULL) AND (undone_at IS NULL) = (undone_why IS NULL))
);
CREATE UNIQUE INDEX case_merges_once ON case_merges (case_id) WHERE undone_at IS NULL;
CREATE INDEX case_merges_by_into ON case_merges (into_id);
GRANT SELECT ON case_merges TO mawa_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_merges TO mawa_gate;
GRANT SELECT (case_id, into_id, at, undone_at) ON case_merges TO mawa_figures;


-- The coded facts of the file that goes on, as they were before a join; kept until the join is undone or the
-- person erased.
CREATE TABLE case_merge_before (
  merge_id uuid PRIMARY KEY REFERENCES case_merges (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  facts jsonb NOT NULL
);
CREATE INDEX case_merge_before_by_case ON case_merge_before (case_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON case_merge_before TO mawa_gate;


-- The sealed fields of the file that goes on, as they were before a join; kept as long as case_merge_before.
CREATE TABLE case_merge_seals (
  merge_id uuid REFERENCES case_merge_before (merge_id) ON DELETE CASCADE,
  field text,
  sealed bytea NOT NULL,
  sealed_at timestamptz NOT NULL,
  PRIMARY KEY (merge_id, field)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON case_merge_seals TO mawa_gate;
