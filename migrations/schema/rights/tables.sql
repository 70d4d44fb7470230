-- One row is one request of a person about their data (access, rectification, erasure, objection), to be
-- answered by due_on. At most one open per kind.
CREATE TABLE rights_requests (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  kind text NOT NULL CHECK (kind IN ('access', 'rectification', 'erasure', 'objection')),
  received_on date NOT NULL,
  due_on date NOT NULL,
  recorded_by uuid NOT NULL REFERENCES users (id),
  recorded_at timestamptz NOT NULL DEFAULT mawa_now(),
  answer text CHECK (answer IN ('done', 'in_part', 'refused', 'withdrawn')),
  answered_at timestamptz,
  answered_by uuid REFERENCES users (id),
  CHECK (due_on >= received_on),
  CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL))
);
CREATE UNIQUE INDEX rights_requests_one_open ON rights_requests (case_id, kind) WHERE answer IS NULL;
GRANT SELECT, INSERT ON rights_requests TO mawa_app;
GRANT UPDATE (answer, answered_at, answered_by) ON rights_requests TO mawa_app;


-- One row forbids erasing a person, for a reason, until it is ended.
CREATE TABLE legal_holds (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  reason text NOT NULL
    CHECK (reason IN ('court_order', 'proceedings', 'complaint', 'audit', 'person_asked')),
  set_by uuid NOT NULL REFERENCES users (id),
  set_at timestamptz NOT NULL DEFAULT mawa_now(),
  ended_at timestamptz,
  ended_by uuid REFERENCES users (id),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX legal_holds_one_of_a_reason ON legal_holds (case_id, reason) WHERE ended_at IS NULL;
GRANT SELECT, INSERT ON legal_holds TO mawa_app;
GRANT INSERT ON legal_holds TO mawa_gate;
GRANT SELECT (case_id, reason, set_by, set_at, ended_at) ON legal_holds TO mawa_gate;
GRANT UPDATE (ended_at, ended_by) ON legal_holds TO mawa_app;


-- One row is one erasure of a person: asked by one, decided by another, then done by erase_case(). Kept for
-- ever without the case: number_digest, a keyed digest of the case number, shows whoever brings the old number
-- that it was erased.
CREATE TABLE erasures (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid,
  number_digest bytea NOT NULL,
  reason text NOT NULL
    CHECK (reason IN ('person_asked', 'retention_ended', 'entered_in_error', 'court_order')),
  asked_by uuid NOT NULL REFERENCES users (id),
  asked_at timestamptz NOT NULL DEFAULT mawa_now(),
  decision text CHECK (decision IN ('approved', 'refused')),
  decided_by uuid REFERENCES users (id),
  decided_at timestamptz,
  done_at timestamptz,
  -- Digests of the numbers of other files of the same person.
  other_digests bytea[] NOT NULL DEFAULT '{}',
  CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)),
  CHECK (done_at IS NULL OR decision = 'approved'),
  CONSTRAINT erasures_need_two CHECK (decided_by <> asked_by),
  CONSTRAINT erasures_done_name_nobody CHECK ((done_at IS NULL) = (case_id IS NOT NULL))
);
CREATE UNIQUE INDEX erasures_one_open ON erasures (case_id)
  WHERE decision IS NULL OR (decision = 'approved' AND done_at IS NULL);
CREATE INDEX erasures_by_number ON erasures (number_digest);
GRANT SELECT, INSERT ON erasures TO mawa_app;
GRANT SELECT, UPDATE ON erasures TO mawa_gate;
GRANT UPDATE (decision, decided_by, decided_at) ON erasures TO mawa_app;


-- Every table that keeps something about a person, and what is done with its rows. The rows are written in
-- migrations/data/person-tables and never change while the application runs; erase_rows_of_person reads them.
CREATE TABLE person_tables (
  place smallint PRIMARY KEY,
  name text NOT NULL UNIQUE,
  -- Hold the id of the file, or of a row of "through", which leads to the file.
  columns text[] NOT NULL CHECK (cardinality(columns) > 0),
  through text,
  given text NOT NULL CHECK (given IN ('given', 'following', 'project', 'withheld')),
  withheld_why text,
  erasure text NOT NULL CHECK (erasure IN ('keep', 'delete', 'cascade', 'blank', 'function')),
  -- Column and what it holds once the person is erased.
  blanked jsonb CHECK (jsonb_typeof(blanked) = 'object' AND blanked <> '{}'),
  erased_by text,
  -- Columns that stay: codes, texts whose key is deleted, keyed digests, numbers of papers outside Mawa.
  codes text[] NOT NULL,
  sealed text[] NOT NULL,
  digests text[] NOT NULL,
  numbers text[] NOT NULL,
  -- A file that was joined to another takes no new row; joining and parting change rows.
  closed boolean NOT NULL,
  joined boolean NOT NULL,
  CONSTRAINT person_tables_withheld_for_a_reason CHECK ((given = 'withheld') = (withheld_why IS NOT NULL)),
  CONSTRAINT person_tables_blank_columns CHECK ((erasure = 'blank') = (blanked IS NOT NULL)),
  CONSTRAINT person_tables_erased_by_a_function CHECK ((erasure = 'function') = (erased_by IS NOT NULL)),
  CONSTRAINT person_tables_erased_by_the_file
    CHECK (erasure NOT IN ('delete', 'blank') OR coalesce(through, 'project_people') = 'project_people')
);
GRANT SELECT ON person_tables TO mawa_gate;
