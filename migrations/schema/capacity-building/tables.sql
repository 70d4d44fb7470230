-- Trainings for officials and partners, never for people in care: docs/capacity-building.md. Common columns:
-- by = who wrote the row, at = when, place = the order of writing (where several could count, the last does).
-- Tables of trainings name nobody in clear and have no row-level security; learners and what hangs on them do
-- (policies.sql).


-- ==== Reference data ====

-- A legal step of a training. Reference data (migrations/data/transitions).
CREATE TABLE capacity_transitions (
  from_state text,
  to_state text,
  place smallint NOT NULL,
  PRIMARY KEY (from_state, to_state)
);
GRANT SELECT ON capacity_transitions TO mawa_app, mawa_gate;


-- ==== Trainings ====

-- A training: title, topics, dates, places and the budget line of its costs; never changed. Its state is
-- moved by rows of capacity_steps alone.
CREATE TABLE capacity_trainings (
  id uuid PRIMARY KEY,
  title text NOT NULL CHECK (length(title) BETWEEN 3 AND 160),
  topics text[] NOT NULL CHECK (cardinality(topics) BETWEEN 1 AND 10),
  list_version integer NOT NULL CHECK (list_version >= 1),
  -- Kinds of institutions that it is for.
  audience text[] NOT NULL DEFAULT '{}' CHECK (cardinality(audience) <= 20),
  language text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
  mode text NOT NULL CHECK (mode IN ('in_person', 'remote', 'mixed')),
  region text CHECK (region ~ '^[0-9]{2}$'),
  organiser_id uuid NOT NULL REFERENCES organisations (id),
  -- Sealed.
  trainers bytea,
  first_day date NOT NULL CHECK (first_day BETWEEN '2000-01-01' AND '2100-01-01'),
  last_day date NOT NULL CHECK (last_day BETWEEN '2000-01-01' AND '2100-01-01'),
  places smallint NOT NULL CHECK (places BETWEEN 1 AND 1000),
  line_id uuid REFERENCES budget_lines (id),
  -- Share of the hours, in per cent, from which a participant has completed it; the setting on the day of
  -- planning.
  least_presence smallint NOT NULL DEFAULT CAST((mawa_setting('capacity_least_presence'))::text AS smallint)
    CHECK (least_presence BETWEEN 1 AND 100),
  state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'planned', 'held', 'cancelled')),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT capacity_trainings_end_after_they_begin
    CHECK (last_day BETWEEN first_day AND first_day + 400),
  CONSTRAINT capacity_trainings_are_somewhere CHECK ((mode = 'remote') = (region IS NULL))
);
CREATE INDEX capacity_trainings_by_day ON capacity_trainings (first_day, id);
CREATE INDEX capacity_trainings_by_organiser ON capacity_trainings (organiser_id);
GRANT SELECT ON capacity_trainings TO mawa_app, mawa_gate;
GRANT SELECT (id, title, topics, list_version, mode, region, first_day, last_day, line_id, least_presence,
  state) ON capacity_trainings TO mawa_figures;
GRANT INSERT (id, title, topics, list_version, audience, language, mode, region, organiser_id, trainers,
  first_day, last_day, places, line_id) ON capacity_trainings TO mawa_app;
GRANT UPDATE (state) ON capacity_trainings TO mawa_gate;


-- A step of a training: planned, held, or called off for a reason.
CREATE TABLE capacity_steps (
  id uuid PRIMARY KEY,
  training_id uuid NOT NULL REFERENCES capacity_trainings (id),
  from_state text NOT NULL,
  to_state text NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  reason text CHECK (reason IN ('few_people', 'no_trainer', 'no_money', 'security', 'other')),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT capacity_steps_cancelled_why CHECK ((to_state = 'cancelled') = (reason IS NOT NULL))
);
CREATE INDEX capacity_steps_by_training ON capacity_steps (training_id, place);
GRANT SELECT ON capacity_steps TO mawa_app, mawa_gate;
GRANT INSERT (id, training_id, from_state, to_state, on_day, reason) ON capacity_steps TO mawa_app;


-- A day of a training with its minutes; written before it is planned.
CREATE TABLE capacity_days (
  training_id uuid REFERENCES capacity_trainings (id),
  on_day date,
  minutes smallint NOT NULL CHECK (minutes BETWEEN 30 AND 720),
  PRIMARY KEY (training_id, on_day)
);
GRANT SELECT, INSERT ON capacity_days TO mawa_app;
GRANT SELECT ON capacity_days TO mawa_figures, mawa_gate;


-- An item of the agenda of a day; taken out by a mark, not deleted.
CREATE TABLE capacity_agenda (
  id uuid PRIMARY KEY,
  training_id uuid NOT NULL,
  on_day date NOT NULL,
  from_at text NOT NULL CHECK (from_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  until_at text NOT NULL CHECK (until_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  subject text NOT NULL CHECK (length(subject) BETWEEN 2 AND 200),
  trainer bytea,
  taken_out_at timestamptz,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT capacity_agenda_on_a_day
    FOREIGN KEY (training_id, on_day) REFERENCES capacity_days (training_id, on_day),
  CONSTRAINT capacity_agenda_lasts CHECK (until_at > from_at)
);
CREATE INDEX capacity_agenda_by_training ON capacity_agenda (training_id, on_day, from_at);
GRANT SELECT ON capacity_agenda TO mawa_app, mawa_gate;
GRANT INSERT (id, training_id, on_day, from_at, until_at, subject, trainer), UPDATE (taken_out_at) ON
  capacity_agenda TO mawa_app;


-- ==== Learners ====

-- Somebody who takes part in trainings: name, institution, e-mail and telephone are one text sealed under a
-- key of their own; sex, kind of institution and region are coded.
CREATE TABLE capacity_learners (
  id uuid PRIMARY KEY,
  sealed bytea NOT NULL,
  sex text NOT NULL CHECK (sex IN ('female', 'male', 'other', 'not_said')),
  kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]{1,60}$'),
  list_version integer NOT NULL CHECK (list_version >= 1),
  region text CHECK (region ~ '^[0-9]{2}$'),
  -- The learner that this one turned out to be (capacity_merges).
  merged_into uuid REFERENCES capacity_learners (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  -- By which a learner is called on paper; says nothing.
  number integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT capacity_learners_numbers UNIQUE (number),
  CHECK (merged_into <> id)
);
CREATE INDEX capacity_learners_by_merge ON capacity_learners (merged_into) WHERE merged_into IS NOT NULL;
GRANT SELECT ON capacity_learners TO mawa_app, mawa_gate;
GRANT SELECT (id, sex, kind, list_version, region, merged_into) ON capacity_learners TO mawa_figures;
GRANT INSERT (id, sealed, sex, kind, list_version, region), UPDATE (sealed, kind, list_version, region) ON
  capacity_learners TO mawa_app;
GRANT UPDATE (merged_into) ON capacity_learners TO mawa_gate;


-- Keyed digests by which the same learner is found again: of the name, the name with the institution
-- (`office`), the e-mail, the telephone, and the name with the e-mail (`self`, unique).
CREATE TABLE capacity_digests (
  learner_id uuid REFERENCES capacity_learners (id),
  what text CHECK (what IN ('name', 'office', 'email', 'phone', 'self')),
  digest bytea,
  PRIMARY KEY (what, digest, learner_id)
);
CREATE UNIQUE INDEX capacity_learners_once ON capacity_digests (digest) WHERE what = 'self';
CREATE INDEX capacity_digests_by_learner ON capacity_digests (learner_id);
GRANT SELECT, INSERT ON capacity_digests TO mawa_app;
GRANT SELECT ON capacity_digests TO mawa_gate;


-- That two learners are one: gone_id goes on as kept_id.
CREATE TABLE capacity_merges (
  id uuid PRIMARY KEY,
  kept_id uuid NOT NULL REFERENCES capacity_learners (id),
  gone_id uuid NOT NULL REFERENCES capacity_learners (id),
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT capacity_merged_once UNIQUE (gone_id),
  CONSTRAINT capacity_merges_two CHECK (kept_id <> gone_id)
);
CREATE INDEX capacity_merges_by_kept ON capacity_merges (kept_id);
GRANT SELECT ON capacity_merges TO mawa_app, mawa_gate;
GRANT INSERT (id, kept_id, gone_id, on_day) ON capacity_merges TO mawa_app;


-- A learner in a training, with the kind of institution at that time. Taken out by left_on, once.
CREATE TABLE capacity_participants (
  id uuid PRIMARY KEY,
  training_id uuid NOT NULL REFERENCES capacity_trainings (id),
  learner_id uuid NOT NULL REFERENCES capacity_learners (id),
  kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]{1,60}$'),
  list_version integer NOT NULL CHECK (list_version >= 1),
  left_on date,
  left_by uuid REFERENCES users (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT capacity_participants_of_a_training UNIQUE (id, training_id),
  CONSTRAINT capacity_participants_leave_by_somebody CHECK ((left_on IS NULL) = (left_by IS NULL))
);
CREATE UNIQUE INDEX capacity_participants_once ON capacity_participants (training_id, learner_id)
  WHERE left_on IS NULL;
CREATE INDEX capacity_participants_by_learner ON capacity_participants (learner_id);
GRANT SELECT ON capacity_participants TO mawa_app, mawa_gate;
GRANT SELECT (id, training_id, learner_id, kind, list_version, left_on) ON capacity_participants TO
  mawa_figures;
GRANT INSERT (id, training_id, learner_id, kind, list_version), UPDATE (left_on, left_by) ON
  capacity_participants TO mawa_app;


-- The mark of a participant on a day: present, half or absent; the last of a day counts.
CREATE TABLE capacity_marks (
  id uuid PRIMARY KEY,
  training_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  on_day date NOT NULL,
  mark text NOT NULL CHECK (mark IN ('present', 'half', 'absent')),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (participant_id, training_id) REFERENCES capacity_participants (id, training_id),
  CONSTRAINT capacity_marks_on_a_day
    FOREIGN KEY (training_id, on_day) REFERENCES capacity_days (training_id, on_day)
);
CREATE INDEX capacity_marks_by_participant ON capacity_marks (participant_id, on_day, place DESC);
GRANT SELECT ON capacity_marks TO mawa_app, mawa_gate;
GRANT SELECT (id, training_id, participant_id, on_day, mark, place) ON capacity_marks TO mawa_figures;
GRANT INSERT (id, training_id, participant_id, on_day, mark) ON capacity_marks TO mawa_app;


-- The score of a participant before or after, 0 to 100; the last of each counts.
CREATE TABLE capacity_tests (
  id uuid PRIMARY KEY,
  participant_id uuid NOT NULL REFERENCES capacity_participants (id),
  moment text NOT NULL CHECK (moment IN ('before', 'after')),
  score numeric(5,2) NOT NULL CHECK (score BETWEEN 0 AND 100),
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX capacity_tests_by_participant ON capacity_tests (participant_id, moment, place DESC);
GRANT SELECT ON capacity_tests TO mawa_app, mawa_gate;
GRANT SELECT (id, participant_id, moment, score, on_day, place) ON capacity_tests TO mawa_figures;
GRANT INSERT (id, participant_id, moment, score, on_day) ON capacity_tests TO mawa_app;


-- ==== Certificates and costs ====

-- A certificate of a participant who completed a training; code and name sealed, found by keyed digests
-- (training_certificate). One stands at a time; withdrawn once.
CREATE TABLE capacity_certificates (
  id uuid PRIMARY KEY,
  participant_id uuid NOT NULL REFERENCES capacity_participants (id),
  number text NOT NULL CHECK (number ~ '^[A-Z0-9-]{6,20}$'),
  issued_on date NOT NULL,
  code bytea NOT NULL,
  holder bytea,
  code_digest bytea NOT NULL,
  holder_digest bytea,
  withdrawn_on date,
  withdrawn_by uuid REFERENCES users (id),
  withdrawn_reason text
    CHECK (withdrawn_reason IN ('mistake', 'provider_asked', 'person_asked', 'for_safety')),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT capacity_certificates_numbers UNIQUE (number),
  CONSTRAINT capacity_certificates_codes UNIQUE (code_digest),
  CONSTRAINT capacity_certificates_withdrawn_by_somebody
    CHECK (num_nonnulls(withdrawn_on, withdrawn_by, withdrawn_reason) IN (0, 3))
);
CREATE UNIQUE INDEX capacity_certificates_once ON capacity_certificates (participant_id)
  WHERE withdrawn_on IS NULL;
GRANT SELECT ON capacity_certificates TO mawa_app, mawa_gate;
GRANT INSERT (id, participant_id, number, issued_on, code, holder, code_digest, holder_digest), UPDATE
  (withdrawn_on, withdrawn_by, withdrawn_reason) ON capacity_certificates TO mawa_app;


-- A cost of a training, charged to its budget line; taken back once.
CREATE TABLE capacity_costs (
  id uuid PRIMARY KEY,
  training_id uuid NOT NULL REFERENCES capacity_trainings (id),
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  what text NOT NULL
    CHECK (what IN ('venue', 'trainers', 'meals', 'travel', 'materials', 'interpretation', 'other')),
  amount numeric(12,2) NOT NULL CHECK (amount > 0),
  currency char(3) NOT NULL,
  line_id uuid NOT NULL REFERENCES budget_lines (id),
  taken_back_at timestamptz,
  taken_back_by uuid REFERENCES users (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT capacity_costs_taken_back_by_somebody
    CHECK ((taken_back_at IS NULL) = (taken_back_by IS NULL))
);
CREATE INDEX capacity_costs_by_training ON capacity_costs (training_id, place);
GRANT SELECT ON capacity_costs TO mawa_app, mawa_figures, mawa_gate;
GRANT INSERT (id, training_id, on_day, what, amount, currency, line_id), UPDATE (taken_back_at,
  taken_back_by) ON capacity_costs TO mawa_app;
