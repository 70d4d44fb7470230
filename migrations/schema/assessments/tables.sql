-- One row is one form (assessment or screening) by its key; what it asks is form_versions.
CREATE TABLE forms (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  key text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]{2,39}$'),
  kind text NOT NULL CHECK (kind IN ('needs', 'risk', 'vulnerability', 'best_interests', 'screening')),
  created_by uuid NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT forms_key_once UNIQUE (key)
);
GRANT SELECT, INSERT ON forms TO mawa_app;


-- One row is one version of one form, as data: sections, questions, conditions, scoring. Drafted by one
-- person, approved by another who wrote nothing of it, in force from a day on, then never changed.
CREATE TABLE form_versions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  form_key text NOT NULL REFERENCES forms (key),
  version integer NOT NULL CHECK (version BETWEEN 1 AND 999),
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'approved', 'dropped')),
  definition jsonb NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  author_id uuid NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT mawa_now(),
  -- Everybody who changed the draft; none of them approves.
  writers uuid[] NOT NULL,
  approved_by uuid REFERENCES users (id),
  approved_at timestamptz,
  in_force_from timestamptz,
  -- Since when, and by whom of its writers, a second person is asked to approve the draft.
  ready_at timestamptz,
  ready_by uuid REFERENCES users (id),
  CONSTRAINT form_versions_once UNIQUE (form_key, version),
  CONSTRAINT form_versions_approved_by_another
    CHECK (approved_by <> ALL (writers) AND approved_by <> author_id),
  CONSTRAINT form_versions_approval_is_whole
    CHECK (num_nonnulls(approved_by, approved_at, in_force_from)
             = (CASE state WHEN 'approved' THEN 3 ELSE 0 END)),
  CONSTRAINT form_versions_not_back_in_time CHECK (in_force_from >= approved_at),
  CONSTRAINT form_versions_name_their_form CHECK ((definition ->> 'form') = form_key),
  CONSTRAINT form_versions_name_their_part
    CHECK (definition ->> 'part' IN ('care', 'health', 'story', 'legal')),
  CONSTRAINT form_versions_ready_by_a_writer
    CHECK ((ready_at IS NULL) = (ready_by IS NULL) AND ready_by = ANY (writers))
);
CREATE UNIQUE INDEX form_versions_one_draft ON form_versions (form_key) WHERE state = 'draft';
GRANT SELECT, INSERT ON form_versions TO mawa_app;
GRANT UPDATE (state, definition, revision, writers, approved_by, approved_at, in_force_from, ready_at, ready_by)
  ON form_versions TO mawa_app;


-- One row is one question id that was ever in an approved version of a form; its kind never changes. Written
-- by the trigger form_fields_follow.
CREATE TABLE form_fields (
  form_key text REFERENCES forms (key),
  field text,
  kind text NOT NULL,
  -- Its answers may stand in clear (assessment_facts); once set it stays.
  coded boolean NOT NULL,
  since_version integer NOT NULL,
  PRIMARY KEY (form_key, field),
  CONSTRAINT form_fields_coded UNIQUE (form_key, field, coded)
);
GRANT SELECT ON form_fields TO mawa_app;


-- One row is one form filled in for one case: drafted, signed, approved where the form asks for it, finished;
-- then never changed. A correction is another row (`corrects`). Answers are assessment_answers.
CREATE TABLE assessments (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  form_key text NOT NULL,
  form_version integer NOT NULL,
  -- The part of the case that answers belong to, as the version of the form names it.
  part text NOT NULL CHECK (part IN ('care', 'health', 'story', 'legal')),
  -- Which questions are asked, by the age on the day it was begun.
  audience text NOT NULL CHECK (audience IN ('child', 'adult', 'unknown')),
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent', 'finished', 'dropped')),
  corrects uuid,
  correction_reason text CHECK (correction_reason IN ('mistake', 'new_facts', 'person_asked')),
  started_by uuid NOT NULL REFERENCES users (id),
  started_at timestamptz NOT NULL DEFAULT mawa_now(),
  writers uuid[] NOT NULL DEFAULT '{}',
  saved_by uuid REFERENCES users (id),
  saved_at timestamptz,
  signed_by uuid REFERENCES users (id),
  signed_at timestamptz,
  -- The instant that the answers are about.
  about_at timestamptz,
  approved_by uuid REFERENCES users (id),
  approved_at timestamptz,
  CONSTRAINT assessments_of_a_case UNIQUE (id, case_id),
  CONSTRAINT assessments_of_a_part UNIQUE (id, case_id, part),
  CONSTRAINT assessments_of_a_form UNIQUE (id, case_id, form_key),
  FOREIGN KEY (form_key, form_version) REFERENCES form_versions (form_key, version),
  CONSTRAINT assessments_correct_their_own
    FOREIGN KEY (corrects, case_id, form_key)
      REFERENCES assessments (id, case_id, form_key) ON UPDATE CASCADE,
  CONSTRAINT assessments_correction_names_its_reason
    CHECK ((corrects IS NULL) = (correction_reason IS NULL)),
  CONSTRAINT assessments_are_signed
    CHECK (num_nonnulls(signed_by, signed_at, about_at)
             = (CASE WHEN state IN ('sent', 'finished') THEN 3 ELSE 0 END)),
  CONSTRAINT assessments_approved_by_another
    CHECK (approved_by <> ALL (writers) AND approved_by <> signed_by AND approved_by <> started_by),
  CONSTRAINT assessments_approval_is_whole
    CHECK (num_nonnulls(approved_by, approved_at) IN (0, 2) AND (approved_by IS NULL OR state = 'finished'))
);
CREATE UNIQUE INDEX assessments_one_open ON assessments (case_id, form_key)
  WHERE state IN ('draft', 'sent');
CREATE UNIQUE INDEX assessments_corrected_once ON assessments (corrects) WHERE state <> 'dropped';
CREATE INDEX assessments_by_case ON assessments (case_id, form_key, about_at DESC);
GRANT SELECT, INSERT ON assessments TO mawa_app;
GRANT SELECT (id, case_id, form_key, form_version, state, corrects, about_at) ON assessments TO mawa_figures;
GRANT UPDATE (state, writers, saved_by, saved_at, signed_by, signed_at, about_at, approved_by, approved_at)
  ON assessments TO mawa_app;
GRANT SELECT (state, corrects) ON assessments TO mawa_gate;


-- One row is one saving of one section, all its answers sealed with the key of the case; the highest revision
-- counts. Deleted when the person is erased.
CREATE TABLE assessment_answers (
  id uuid PRIMARY KEY,
  assessment_id uuid NOT NULL,
  case_id uuid NOT NULL,
  part text NOT NULL,
  section text NOT NULL,
  revision integer NOT NULL CHECK (revision BETWEEN 1 AND 100000),
  answers bytea NOT NULL,
  saved_by uuid NOT NULL REFERENCES users (id),
  saved_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT assessment_answers_in_turn UNIQUE (assessment_id, section, revision),
  FOREIGN KEY (assessment_id, case_id, part) REFERENCES assessments (id, case_id, part) ON UPDATE CASCADE
);
CREATE INDEX assessment_answers_by_case ON assessment_answers (case_id);
GRANT SELECT, INSERT, DELETE ON assessment_answers TO mawa_app;
GRANT DELETE ON assessment_answers TO mawa_gate;
GRANT SELECT (case_id) ON assessment_answers TO mawa_gate;


-- One row is one coded answer in clear, for the few questions that the form marks (form_fields.coded).
CREATE TABLE assessment_facts (
  assessment_id uuid,
  case_id uuid NOT NULL,
  part text NOT NULL,
  form_key text NOT NULL,
  field text,
  code text CHECK (code ~ '^[a-z0-9][a-z0-9_]{0,59}$'),
  coded boolean GENERATED ALWAYS AS (true) STORED,
  PRIMARY KEY (assessment_id, field, code),
  FOREIGN KEY (assessment_id, case_id, part) REFERENCES assessments (id, case_id, part) ON UPDATE CASCADE,
  CONSTRAINT assessment_facts_are_coded
    FOREIGN KEY (form_key, field, coded) REFERENCES form_fields (form_key, field, coded)
);
CREATE INDEX assessment_facts_by_code ON assessment_facts (form_key, field, code);
CREATE INDEX assessment_facts_by_case ON assessment_facts (case_id);
GRANT SELECT, INSERT ON assessment_facts TO mawa_app;
GRANT SELECT (assessment_id, case_id, form_key, field, code) ON assessment_facts TO mawa_figures;


-- The result of one signed assessment: score, band, level, alert. It belongs to the part care, whatever the
-- part of the answers.
CREATE TABLE assessment_results (
  assessment_id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  form_key text NOT NULL,
  form_version integer NOT NULL,
  corrects uuid,
  at timestamptz NOT NULL,
  score integer NOT NULL,
  band text NOT NULL,
  -- The band that unknown answers could make it, at most.
  could_be text,
  level text NOT NULL CHECK (level IN ('low', 'moderate', 'high')),
  alert boolean NOT NULL,
  FOREIGN KEY (assessment_id, case_id, form_key)
    REFERENCES assessments (id, case_id, form_key) ON UPDATE CASCADE,
  FOREIGN KEY (form_key, form_version) REFERENCES form_versions (form_key, version)
);
CREATE INDEX assessment_results_by_case ON assessment_results (case_id, form_key, at DESC);
CREATE INDEX assessment_results_correct ON assessment_results (corrects) WHERE corrects IS NOT NULL;
GRANT SELECT, INSERT ON assessment_results TO mawa_app;
GRANT SELECT (assessment_id, case_id, form_key, corrects, at, band, level) ON assessment_results TO
  mawa_figures;


-- One row is one change of state of an assessment; `note` is sealed.
CREATE TABLE assessment_states (
  id uuid PRIMARY KEY,
  assessment_id uuid NOT NULL,
  case_id uuid NOT NULL,
  part text NOT NULL,
  from_state text,
  to_state text NOT NULL CHECK (to_state IN ('draft', 'sent', 'finished', 'dropped')),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL REFERENCES users (id),
  note bytea,
  FOREIGN KEY (assessment_id, case_id, part) REFERENCES assessments (id, case_id, part) ON UPDATE CASCADE
);
CREATE INDEX assessment_states_by_case ON assessment_states (case_id, at);
CREATE INDEX assessment_states_by_assessment ON assessment_states (assessment_id, at);
GRANT SELECT, INSERT ON assessment_states TO mawa_app;


-- One row is one decision by a person after a screening; it moves no stage by itself. `note` is sealed.
CREATE TABLE assessment_decisions (
  id uuid PRIMARY KEY,
  assessment_id uuid NOT NULL,
  case_id uuid NOT NULL,
  part text NOT NULL,
  decision text NOT NULL CHECK (decision IN ('presumed', 'not_presumed', 'more_needed')),
  decided_by text NOT NULL CHECK (decided_by ~ '^[a-z_]{3,40}$'),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL REFERENCES users (id),
  note bytea,
  FOREIGN KEY (assessment_id, case_id, part) REFERENCES assessments (id, case_id, part) ON UPDATE CASCADE
);
CREATE INDEX assessment_decisions_by_case ON assessment_decisions (case_id, at);
CREATE INDEX assessment_decisions_by_assessment ON assessment_decisions (assessment_id, at);
GRANT SELECT, INSERT ON assessment_decisions TO mawa_app;
