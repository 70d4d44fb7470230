-- Recognition of skills (docs/vocational-training.md, "Recognition"). Common columns: by = who wrote the row,
-- at = when, place = the order of writing (where several could count, the last does), note = sealed words
-- under the key of the case, NULL after erasure. Rows are added, not changed; the state of a procedure is
-- moved by rows of recognition_steps.


-- ==== Standards ====

-- An edition of a standard: an occupation (ISCO-08), the authority that certifies it, and its units. Entered
-- by the programme, never changed; another edition is a row with the same root_id.
CREATE TABLE recognition_standards (
  id uuid PRIMARY KEY,
  root_id uuid NOT NULL REFERENCES recognition_standards (id),
  edition smallint NOT NULL CHECK (edition BETWEEN 1 AND 999),
  title text NOT NULL CHECK (length(title) BETWEEN 3 AND 120),
  isco text NOT NULL CHECK (isco ~ '^[0-9]{1,4}$'),
  list_version integer NOT NULL CHECK (list_version >= 1),
  field text NOT NULL CHECK (field ~ '^[0-9a-z_]{1,20}$'),
  field_version integer NOT NULL CHECK (field_version >= 1),
  language text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
  authority_id uuid NOT NULL REFERENCES organisations (id),
  -- Where the standard comes from.
  origin text NOT NULL CHECK (length(origin) BETWEEN 2 AND 160),
  since date NOT NULL CHECK (since BETWEEN '1950-01-01' AND '2100-01-01'),
  -- How old evidence may be to count as current.
  current_years smallint NOT NULL CHECK (current_years BETWEEN 1 AND 40),
  fee numeric(10,2) NOT NULL CHECK (fee BETWEEN 0 AND 1000000),
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  line_id uuid REFERENCES budget_lines (id),
  unit_count smallint NOT NULL CHECK (unit_count BETWEEN 1 AND 60),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT recognition_standards_editions UNIQUE (root_id, edition),
  CONSTRAINT recognition_standards_charge_a_line CHECK (fee = 0 OR line_id IS NOT NULL)
);
GRANT SELECT ON recognition_standards TO mawa_app, mawa_figures, mawa_gate;
GRANT INSERT (id, root_id, edition, title, isco, list_version, field, field_version, language, authority_id,
  origin, since, current_years, fee, currency, line_id, unit_count) ON recognition_standards TO mawa_app;


-- A unit of a standard, in order; `required` = the full certificate asks for it. Written with its standard.
CREATE TABLE recognition_units (
  id uuid PRIMARY KEY,
  standard_id uuid NOT NULL REFERENCES recognition_standards (id),
  number smallint NOT NULL CHECK (number BETWEEN 1 AND 60),
  title text NOT NULL CHECK (length(title) BETWEEN 3 AND 160),
  required boolean NOT NULL,
  CONSTRAINT recognition_units_in_order UNIQUE (standard_id, number),
  CONSTRAINT recognition_units_of_a_standard UNIQUE (id, standard_id)
);
GRANT SELECT ON recognition_units TO mawa_app, mawa_figures, mawa_gate;
GRANT INSERT (id, standard_id, number, title, required) ON recognition_units TO mawa_app;


-- ==== Procedures ====

-- A legal step of a procedure. Reference data (migrations/data/transitions).
CREATE TABLE recognition_transitions (
  from_state text,
  to_state text,
  place smallint NOT NULL,
  PRIMARY KEY (from_state, to_state)
);
GRANT SELECT ON recognition_transitions TO mawa_app, mawa_gate;


-- A procedure of one person by one edition of a standard, followed by an officer; one open at a time for a
-- standard.
CREATE TABLE recognition_procedures (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  standard_id uuid NOT NULL REFERENCES recognition_standards (id),
  state text NOT NULL DEFAULT 'new',
  officer_id uuid NOT NULL REFERENCES users (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT recognition_procedures_of_a_case UNIQUE (id, case_id),
  CONSTRAINT recognition_procedures_of_a_standard UNIQUE (id, case_id, standard_id)
);
CREATE UNIQUE INDEX recognition_procedures_once ON recognition_procedures (case_id, standard_id)
  WHERE state NOT IN ('not_eligible', 'certified_full', 'certified_partial', 'closed', 'withdrawn');
CREATE INDEX recognition_procedures_by_case ON recognition_procedures (case_id);
GRANT SELECT ON recognition_procedures TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, standard_id, officer_id) ON recognition_procedures TO mawa_app;
GRANT SELECT (id, case_id, standard_id, state) ON recognition_procedures TO mawa_figures;
GRANT UPDATE (state) ON recognition_procedures TO mawa_gate;
-- A certificate of vocational training may rest on a procedure.
ALTER TABLE training_certificates ADD CONSTRAINT training_certificates_of_a_procedure
  FOREIGN KEY (procedure_id, case_id) REFERENCES recognition_procedures (id, case_id) ON UPDATE CASCADE;


-- A step of a procedure; the trigger recognition_step_moves checks it and sets the state.
CREATE TABLE recognition_steps (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  procedure_id uuid NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '1950-01-01' AND '2100-01-01'),
  reason text CHECK (reason ~ '^[a-z0-9_]{2,60}$'),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (procedure_id, case_id) REFERENCES recognition_procedures (id, case_id) ON UPDATE CASCADE,
  -- Which reasons an end, and the decision on an appeal, can have.
  CONSTRAINT recognition_steps_say_why
    CHECK (CASE
          WHEN from_state = 'appealed' AND to_state <> 'withdrawn' THEN
            reason IS NOT NULL
            AND reason IN ('upheld', 'dismissed', 'taken_back', 'case_closed')
            AND (reason = 'upheld') <= (to_state = 'assessed')
          WHEN to_state = 'not_eligible' THEN
            reason IS NOT NULL
            AND reason IN ('too_little_experience', 'no_standard', 'asked_of_others', 'other_way')
          WHEN to_state = 'closed' THEN
            reason IS NOT NULL AND reason IN ('not_yet', 'no_answer', 'authority_ended', 'other_way')
          WHEN to_state = 'withdrawn' THEN
            reason IS NOT NULL
            AND reason IN ('person_asked', 'changed_mind', 'other_way', 'case_closed')
          ELSE reason IS NULL
        END)
);
CREATE INDEX recognition_steps_by_procedure ON recognition_steps (procedure_id, place);
CREATE INDEX recognition_steps_by_case ON recognition_steps (case_id);
GRANT SELECT ON recognition_steps TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, procedure_id, from_state, to_state, on_day, reason, note) ON recognition_steps TO
  mawa_app;
GRANT INSERT (id, case_id, procedure_id, from_state, to_state, on_day, reason, note), UPDATE (note) ON
  recognition_steps TO mawa_gate;
GRANT SELECT (case_id, procedure_id, from_state, to_state, on_day, place) ON recognition_steps TO
  mawa_figures;


-- ==== Portfolio and assessment ====

-- A piece of evidence for a unit: direct, indirect or historical, with the day of what it proves and, where
-- there is one, a document of the case.
CREATE TABLE recognition_evidence (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  procedure_id uuid NOT NULL,
  standard_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('direct', 'indirect', 'historical')),
  form text NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '1950-01-01' AND '2100-01-01'),
  document_id uuid REFERENCES documents (id),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT recognition_evidence_of_a_case UNIQUE (id, case_id, procedure_id),
  FOREIGN KEY (procedure_id, case_id, standard_id)
    REFERENCES recognition_procedures (id, case_id, standard_id) ON UPDATE CASCADE,
  CONSTRAINT recognition_evidence_of_the_standard
    FOREIGN KEY (unit_id, standard_id) REFERENCES recognition_units (id, standard_id),
  CONSTRAINT recognition_evidence_of_its_kind
    CHECK ((kind = 'direct' AND form = 'work_sample')
        OR (kind = 'direct' AND form = 'demonstration')
        OR (kind = 'indirect' AND form = 'employer')
        OR (kind = 'indirect' AND form = 'client')
        OR (kind = 'historical' AND form = 'certificate'))
);
CREATE INDEX recognition_evidence_by_procedure ON recognition_evidence (procedure_id, unit_id);
CREATE INDEX recognition_evidence_by_case ON recognition_evidence (case_id);
GRANT SELECT ON recognition_evidence TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, procedure_id, standard_id, unit_id, kind, form, on_day, document_id, note) ON
  recognition_evidence TO mawa_app;
GRANT UPDATE (note) ON recognition_evidence TO mawa_gate;


-- That a user is asked to assess, by somebody who holds the case fully. Opens facts and care of the case for
-- recognition_access_days (trigger).
CREATE TABLE recognition_assessors (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  procedure_id uuid NOT NULL,
  assessor_id uuid NOT NULL REFERENCES users (id),
  -- The appeal for which they are asked, set by trigger.
  appeal_id uuid REFERENCES recognition_steps (id),
  on_day date NOT NULL CHECK (on_day BETWEEN '1950-01-01' AND '2100-01-01'),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT recognition_assessors_of_a_case UNIQUE (id, case_id, procedure_id),
  FOREIGN KEY (procedure_id, case_id) REFERENCES recognition_procedures (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX recognition_assessors_by_procedure ON recognition_assessors (procedure_id, place);
CREATE INDEX recognition_assessors_by_case ON recognition_assessors (case_id);
CREATE INDEX recognition_assessors_by_assessor ON recognition_assessors (assessor_id);
GRANT SELECT ON recognition_assessors TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, procedure_id, assessor_id, on_day) ON recognition_assessors TO mawa_app;


-- What an asked assessor declares about a conflict of interest; without `none` they neither see more nor
-- assess.
CREATE TABLE recognition_declarations (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  procedure_id uuid NOT NULL,
  asked_id uuid NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '1950-01-01' AND '2100-01-01'),
  conflict text NOT NULL CHECK (conflict IN ('none', 'knows', 'family', 'taught', 'work', 'other')),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT recognition_declarations_once UNIQUE (asked_id),
  FOREIGN KEY (asked_id, case_id, procedure_id)
    REFERENCES recognition_assessors (id, case_id, procedure_id) ON UPDATE CASCADE
);
CREATE INDEX recognition_declarations_by_case ON recognition_declarations (case_id);
GRANT SELECT ON recognition_declarations TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, procedure_id, asked_id, on_day, conflict, note) ON recognition_declarations TO
  mawa_app;
GRANT UPDATE (note) ON recognition_declarations TO mawa_gate;


-- An assessor's judgement of a piece of evidence on four criteria; the last one of a piece counts.
CREATE TABLE recognition_judgements (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  procedure_id uuid NOT NULL,
  evidence_id uuid NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '1950-01-01' AND '2100-01-01'),
  authentic boolean NOT NULL,
  sufficient boolean NOT NULL,
  valid boolean NOT NULL,
  current boolean NOT NULL,
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT recognition_judgements_evidence_id_case_id_procedure_id_fkey
    FOREIGN KEY (evidence_id, case_id, procedure_id)
      REFERENCES recognition_evidence (id, case_id, procedure_id) ON UPDATE CASCADE
);
CREATE INDEX recognition_judgements_by_evidence ON recognition_judgements (evidence_id, place);
CREATE INDEX recognition_judgements_by_case ON recognition_judgements (case_id);
GRANT SELECT ON recognition_judgements TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, procedure_id, evidence_id, on_day, authentic, sufficient, valid, current, note)
  ON recognition_judgements TO mawa_app;
GRANT UPDATE (note) ON recognition_judgements TO mawa_gate;


-- An assessor's result for a unit; the last one counts.
CREATE TABLE recognition_results (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  procedure_id uuid NOT NULL,
  standard_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '1950-01-01' AND '2100-01-01'),
  result text NOT NULL CHECK (result IN ('competent', 'partly', 'not_yet')),
  -- Shown before the assessor: stands in place of evidence.
  demonstrated boolean NOT NULL,
  -- 1 and one more with each gap training and each appeal, set by trigger.
  attempt smallint NOT NULL,
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (procedure_id, case_id, standard_id)
    REFERENCES recognition_procedures (id, case_id, standard_id) ON UPDATE CASCADE,
  CONSTRAINT recognition_results_of_the_standard
    FOREIGN KEY (unit_id, standard_id) REFERENCES recognition_units (id, standard_id)
);
CREATE INDEX recognition_results_by_procedure ON recognition_results (procedure_id, unit_id, place);
CREATE INDEX recognition_results_by_case ON recognition_results (case_id);
GRANT SELECT ON recognition_results TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, procedure_id, standard_id, unit_id, on_day, result, demonstrated, note) ON
  recognition_results TO mawa_app;
GRANT UPDATE (note) ON recognition_results TO mawa_gate;


-- A training enrolment by which the person fills a gap.
CREATE TABLE recognition_gaps (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  procedure_id uuid NOT NULL,
  enrolment_id uuid NOT NULL REFERENCES training_enrolments (id),
  on_day date NOT NULL CHECK (on_day BETWEEN '1950-01-01' AND '2100-01-01'),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT recognition_gaps_once UNIQUE (procedure_id, enrolment_id),
  FOREIGN KEY (procedure_id, case_id) REFERENCES recognition_procedures (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX recognition_gaps_by_case ON recognition_gaps (case_id);
GRANT SELECT ON recognition_gaps TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, procedure_id, enrolment_id, on_day) ON recognition_gaps TO mawa_app;


-- ==== Fee ====

-- The fee of a procedure, charged to the budget line of its standard once the portfolio is open; taken back
-- where it ends before an assessment.
CREATE TABLE recognition_fees (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  procedure_id uuid NOT NULL,
  on_day date NOT NULL,
  amount numeric(10,2) NOT NULL CHECK (amount > 0),
  currency char(3) NOT NULL,
  line_id uuid NOT NULL REFERENCES budget_lines (id),
  taken_back_at timestamptz,
  taken_back_by uuid REFERENCES users (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT recognition_fees_once UNIQUE (procedure_id),
  FOREIGN KEY (procedure_id, case_id) REFERENCES recognition_procedures (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT recognition_fees_taken_back_by_somebody
    CHECK (taken_back_by IS NULL OR taken_back_at IS NOT NULL)
);
CREATE INDEX recognition_fees_by_case ON recognition_fees (case_id);
GRANT SELECT ON recognition_fees TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, procedure_id, on_day, amount, currency, line_id), UPDATE (taken_back_at,
  taken_back_by) ON recognition_fees TO mawa_app;
GRANT SELECT (id, case_id, procedure_id, on_day, amount, currency, line_id, taken_back_at) ON
  recognition_fees TO mawa_figures;
GRANT UPDATE (taken_back_at, taken_back_by) ON recognition_fees TO mawa_gate;
