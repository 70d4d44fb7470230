-- ==== Where complaints come from ====

-- One row is one kind of complaint, in three languages. `safeguarding` marks grave ones. Reference data;
-- retired, never deleted.
CREATE TABLE complaint_kinds (
  code text PRIMARY KEY CHECK (code ~ '^[a-z_]{3,40}$'),
  position smallint NOT NULL,
  icon text NOT NULL CHECK (icon ~ '^[a-z0-9-]{2,40}$'),
  safeguarding boolean NOT NULL,
  label jsonb NOT NULL CHECK (label ?& ARRAY['fr', 'ar', 'en']),
  plain jsonb NOT NULL CHECK (plain ?& ARRAY['fr', 'ar', 'en']),
  source text NOT NULL,
  retired_at timestamptz
);
GRANT SELECT ON complaint_kinds TO mawa_app, mawa_figures, mawa_gate;


-- One row is one printed sheet of slips for a wall, of one shelter or none.
CREATE TABLE complaint_batches (
  id uuid PRIMARY KEY,
  shelter_id uuid REFERENCES shelters (id),
  slips smallint NOT NULL CHECK (slips BETWEEN 1 AND 200),
  printed_by uuid NOT NULL REFERENCES users (id),
  printed_at timestamptz NOT NULL DEFAULT mawa_now()
);
GRANT SELECT, INSERT ON complaint_batches TO mawa_app;
GRANT SELECT ON complaint_batches TO mawa_gate;


-- One row is one slip: the keyed digest of the half number that is printed on it. It opens nothing.
CREATE TABLE complaint_slips (
  digest bytea PRIMARY KEY CHECK (length(digest) = 32),
  batch_id uuid NOT NULL REFERENCES complaint_batches (id)
);
GRANT SELECT ON complaint_slips TO mawa_gate;
GRANT INSERT ON complaint_slips TO mawa_app;


-- One row is one address and phone of the channel: proposed by a focal point of one organisation, approved by
-- one of another. The latest approved one counts.
CREATE TABLE complaint_contacts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  address text NOT NULL CHECK (length(address) BETWEEN 3 AND 100),
  phone text CHECK (length(phone) BETWEEN 3 AND 25),
  proposed_by uuid NOT NULL REFERENCES users (id),
  proposed_for uuid NOT NULL REFERENCES organisations (id),
  proposed_at timestamptz NOT NULL DEFAULT mawa_now(),
  approved_by uuid REFERENCES users (id),
  approved_for uuid REFERENCES organisations (id),
  approved_at timestamptz,
  place bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT complaint_contacts_by_two_organisations CHECK (approved_for <> proposed_for),
  CONSTRAINT complaint_contacts_approved_whole
    CHECK ((approved_by IS NULL) = (approved_for IS NULL) AND (approved_by IS NULL) = (approved_at IS NULL))
);
GRANT SELECT ON complaint_contacts TO mawa_app, mawa_gate;
GRANT INSERT (id, address, phone, proposed_by), UPDATE (approved_by) ON complaint_contacts TO mawa_app;


-- ==== Complaints and their steps ====

-- One row is one complaint, coded facts only; words, files and names are sealed under its own key
-- (keys.record_keys, kind complaint). Found again by the digest of its number. Kept for complaint_keep_years
-- after closing, then emptied by destroy_complaint(); the row stays.
CREATE TABLE complaints (
  id uuid PRIMARY KEY,
  -- Keyed digest of the sixteen digits of its number.
  code_digest bytea CHECK (length(code_digest) = 32),
  received_at timestamptz NOT NULL DEFAULT mawa_now(),
  way text NOT NULL CHECK (way IN ('page', 'paper', 'phone')),
  language text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
  -- What the person chose; `kind` is what a focal point found.
  kind_said text REFERENCES complaint_kinds (code),
  kind text REFERENCES complaint_kinds (code),
  child boolean,
  about text
    CHECK (about IN ('staff', 'manager', 'resident', 'partner', 'authority', 'focal_point', 'other')),
  region text CHECK (region ~ '^[a-z0-9]{2,10}$'),
  -- Where it is, once a focal point has sorted it.
  shelter_id uuid REFERENCES shelters (id),
  batch_id uuid REFERENCES complaint_batches (id),
  -- Grave: a second focal point (second_id) must see it. Never set back.
  safeguarding boolean NOT NULL,
  -- Kept by the trigger complaint_takes_a_step.
  stage text NOT NULL DEFAULT 'received',
  handler_id uuid REFERENCES users (id),
  second_id uuid REFERENCES users (id),
  -- Handed to the focal points of the commission.
  handed_up_at timestamptz,
  handed_up_by uuid REFERENCES users (id),
  -- Deadlines, fixed on arrival; brought forward, never put off.
  acknowledge_by timestamptz NOT NULL,
  answer_by timestamptz NOT NULL,
  due_at timestamptz,
  acknowledged_at timestamptz,
  answered_at timestamptz,
  closed_at timestamptz,
  destroyed_at timestamptz,
  -- Was ever said to be about focal points; for good.
  about_readers boolean NOT NULL DEFAULT false,
  -- When it was last sorted anew, when it was first late, when it last changed hands: each brings it before
  -- the commission (complaint_readers).
  redirected_at timestamptz,
  late_since timestamptz,
  taken_over_at timestamptz,
  -- `place` of the last words that the handler has taken note of.
  heard_to bigint NOT NULL DEFAULT 0,
  queued boolean NOT NULL DEFAULT false,
  CONSTRAINT complaints_code_once UNIQUE (code_digest),
  CONSTRAINT complaints_second_is_another CHECK (second_id <> handler_id),
  CONSTRAINT complaints_destroyed_are_empty
    CHECK (destroyed_at IS NULL OR (code_digest IS NULL AND closed_at IS NOT NULL)),
  CONSTRAINT complaints_handed_up_by_somebody CHECK ((handed_up_at IS NULL) = (handed_up_by IS NULL))
);
CREATE INDEX complaints_by_due ON complaints (due_at, id) WHERE closed_at IS NULL;
CREATE INDEX complaints_by_arrival ON complaints (received_at);
CREATE INDEX complaints_in_the_queue ON complaints (acknowledge_by) WHERE queued AND handler_id IS NULL;
GRANT SELECT, INSERT, UPDATE ON complaints TO mawa_gate;
GRANT SELECT, INSERT ON complaints TO mawa_app;
GRANT SELECT (id, received_at, kind, region, acknowledge_by, answer_by, acknowledged_at, answered_at) ON
  complaints TO mawa_figures;
GRANT UPDATE (kind, child, about, region, shelter_id, safeguarding, handler_id, second_id, handed_up_at,
  handed_up_by, acknowledge_by, answer_by, due_at) ON complaints TO mawa_app;
COMMENT ON COLUMN complaints.queued IS 'Came by the form when many had come within the hour: no task of its own before somebody takes it in hand';


-- One row is one permitted change of stage, by whom. Reference data, obeyed by a trigger.
CREATE TABLE complaint_steps (
  id smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  from_stage text,
  to_stage text NOT NULL
    CHECK (to_stage IN ('received', 'acknowledged', 'under_investigation', 'measures', 'referred', 'answered', 'closed',
                        'reopened', 'appealed')),
  by text NOT NULL CHECK (by IN ('channel', 'focal_point', 'person')),
  UNIQUE NULLS NOT DISTINCT (from_stage, to_stage, by)
);
GRANT SELECT ON complaint_steps TO mawa_app, mawa_gate;


-- One row is one change of stage. `by` null: the person, or the channel on arrival. Added, never changed.
CREATE TABLE complaint_stages (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  complaint_id uuid NOT NULL REFERENCES complaints (id),
  from_stage text,
  to_stage text NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid REFERENCES users (id),
  reason text CHECK (reason ~ '^[a-z_]{3,40}$'),
  due_at timestamptz,
  place bigint GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX complaint_stages_by_complaint ON complaint_stages (complaint_id, at);
GRANT SELECT, INSERT ON complaint_stages TO mawa_app, mawa_gate;
GRANT SELECT (complaint_id, to_stage, at, place) ON complaint_stages TO mawa_figures;


-- One row is one text: what the person said or how to reach them, an answer to them, or a note among focal
-- points (kind note: the person does not read it). Sealed; deleted when the complaint is destroyed.
CREATE TABLE complaint_words (
  id uuid PRIMARY KEY,
  complaint_id uuid NOT NULL REFERENCES complaints (id),
  kind text NOT NULL CHECK (kind IN ('said', 'contact', 'answer', 'note')),
  author_id uuid REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  text_sealed bytea NOT NULL,
  place bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT complaint_words_have_an_author CHECK ((kind IN ('said', 'contact')) = (author_id IS NULL))
);
CREATE INDEX complaint_words_by_complaint ON complaint_words (complaint_id, at);
GRANT SELECT, DELETE ON complaint_words TO mawa_gate;
GRANT SELECT, INSERT ON complaint_words TO mawa_app;


-- One row: whether the answer helped, as the person says.
CREATE TABLE complaint_opinions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  complaint_id uuid NOT NULL REFERENCES complaints (id),
  satisfied boolean NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now()
);
GRANT SELECT, INSERT ON complaint_opinions TO mawa_app;


-- ==== Who is concerned and who may read ====

-- One row is one user, shelter, organisation or person without an account (sealed) named in a complaint.
-- Whoever is named stays out for good; rows are not taken back.
CREATE TABLE complaint_accused (
  id uuid PRIMARY KEY,
  complaint_id uuid NOT NULL REFERENCES complaints (id),
  what text NOT NULL CHECK (what IN ('user', 'shelter', 'organisation', 'unnamed')),
  user_id uuid REFERENCES users (id),
  shelter_id uuid REFERENCES shelters (id),
  organisation_id uuid REFERENCES organisations (id),
  words_sealed bytea,
  named_by uuid NOT NULL REFERENCES users (id),
  named_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT complaint_accused_is_one
    CHECK (num_nonnulls(user_id, shelter_id, organisation_id, words_sealed) = 1
        AND CASE what
            WHEN 'user' THEN user_id IS NOT NULL
            WHEN 'shelter' THEN shelter_id IS NOT NULL
            WHEN 'organisation' THEN organisation_id IS NOT NULL
            ELSE true
          END)
);
CREATE INDEX complaint_accused_by_complaint ON complaint_accused (complaint_id);
GRANT SELECT, DELETE ON complaint_accused TO mawa_gate;
GRANT SELECT, INSERT ON complaint_accused TO mawa_app;


-- One row keeps one focal point from one complaint: they stepped aside, or their answer was appealed.
CREATE TABLE complaint_kept_out (
  complaint_id uuid REFERENCES complaints (id),
  user_id uuid REFERENCES users (id),
  why text NOT NULL CHECK (why IN ('stepped_aside', 'appeal')),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (complaint_id, user_id)
);
GRANT SELECT, INSERT ON complaint_kept_out TO mawa_app, mawa_gate;


-- One row: this focal point had the complaint in hand from then on. An appeal keeps all of them out.
CREATE TABLE complaint_hands (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  complaint_id uuid NOT NULL REFERENCES complaints (id),
  user_id uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
GRANT SELECT, INSERT ON complaint_hands TO mawa_gate;
GRANT SELECT ON complaint_hands TO mawa_app;


-- Every shelter where a complaint was ever said to be: its people stay out for good, also after it is sorted
-- anew.
CREATE TABLE complaint_places (
  complaint_id uuid REFERENCES complaints (id),
  shelter_id uuid REFERENCES shelters (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (complaint_id, shelter_id)
);
GRANT SELECT, INSERT ON complaint_places TO mawa_gate;


-- Links a complaint to a case whose number the person gave. Shows nothing of the case; deleted when the
-- person is erased.
CREATE TABLE complaint_links (
  complaint_id uuid REFERENCES complaints (id),
  case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  linked_by uuid NOT NULL REFERENCES users (id),
  linked_at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (complaint_id, case_id)
);
CREATE INDEX complaint_links_by_case ON complaint_links (case_id);
GRANT SELECT, INSERT, DELETE ON complaint_links TO mawa_app, mawa_gate;


-- ==== What is done ====

-- One row is one protective measure; `note_sealed` is emptied when the complaint is destroyed.
CREATE TABLE complaint_measures (
  id uuid PRIMARY KEY,
  complaint_id uuid NOT NULL REFERENCES complaints (id),
  kind text NOT NULL
    CHECK (kind IN ('no_contact', 'moved_away', 'suspended', 'case_blocked', 'safe_place', 'medical',
                    'other')),
  note_sealed bytea,
  decided_by uuid NOT NULL REFERENCES users (id),
  decided_at timestamptz NOT NULL DEFAULT mawa_now()
);
GRANT SELECT, INSERT ON complaint_measures TO mawa_app;
GRANT SELECT, UPDATE ON complaint_measures TO mawa_gate;


-- One row is one look whether the person is made to pay for having complained: due, then done with a finding.
CREATE TABLE complaint_checks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  complaint_id uuid NOT NULL REFERENCES complaints (id),
  due_at timestamptz NOT NULL,
  finding text CHECK (finding IN ('none', 'signs', 'not_reached')),
  note_sealed bytea,
  done_by uuid REFERENCES users (id),
  done_at timestamptz,
  CHECK ((finding IS NULL) = (done_at IS NULL) AND (finding IS NULL) = (done_by IS NULL))
);
CREATE UNIQUE INDEX complaint_checks_one_open ON complaint_checks (complaint_id) WHERE done_at IS NULL;
GRANT SELECT, INSERT ON complaint_checks TO mawa_app;
GRANT SELECT, UPDATE ON complaint_checks TO mawa_gate;
GRANT UPDATE (finding, note_sealed, done_by, done_at) ON complaint_checks TO mawa_app;


-- One row asks to destroy a complaint, approved by another focal point. Deleted when the complaint is
-- reopened before that.
CREATE TABLE complaint_destructions (
  complaint_id uuid PRIMARY KEY REFERENCES complaints (id),
  asked_by uuid NOT NULL REFERENCES users (id),
  asked_at timestamptz NOT NULL DEFAULT mawa_now(),
  approved_by uuid REFERENCES users (id),
  approved_at timestamptz,
  CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
  CONSTRAINT complaint_destructions_need_two CHECK (approved_by <> asked_by)
);
GRANT SELECT, DELETE ON complaint_destructions TO mawa_gate;
GRANT SELECT, INSERT ON complaint_destructions TO mawa_app;
GRANT UPDATE (approved_by, approved_at) ON complaint_destructions TO mawa_app;


-- The audit log of complaints, of the layout of audit_log, apart from it so that auditors see none of it.
CREATE TABLE complaint_trail (
  lane smallint NOT NULL,
  seq bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  actor_id uuid,
  action text NOT NULL,
  subject_kind text NOT NULL,
  subject_ids uuid[] NOT NULL DEFAULT '{}',
  fields text[] NOT NULL DEFAULT '{}',
  outcome text NOT NULL DEFAULT 'done',
  request_id text,
  body text NOT NULL,
  -- As of audit_log.
  mac bytea CHECK (length(mac) = 48),
  CONSTRAINT audit_log_outcome_check CHECK (outcome IN ('done', 'refused', 'not_found'))
);
CREATE INDEX complaint_trail_by_subject ON complaint_trail USING gin (subject_ids);
GRANT SELECT ON complaint_trail TO mawa_app;
GRANT INSERT (lane, actor_id, action, subject_kind, subject_ids, fields, outcome, request_id, body, mac) ON
  complaint_trail TO mawa_app;
GRANT SELECT (at, actor_id, action, subject_ids) ON complaint_trail TO mawa_gate;
