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
-- ever without the case: number_digest, a keyed digest of the case number, tells whoever brings the old
-- number that it was erased.
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
