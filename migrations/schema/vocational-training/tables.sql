-- Training of people in the programme: docs/vocational-training.md. Common columns: by = who wrote the row,
-- at = when, place = the order of writing (where several could count, the last does), note = sealed words
-- under the key of the case, NULL after erasure. Rows are added, not changed; states are moved by rows of
-- training_steps.


-- ==== Courses and sessions (no person in them) ====

-- A course given by an organisation under an agreement. It may be changed, but for what its sessions, allowances and
-- figures rest on once one of them has begun; what it was is kept in training_course_changes.
CREATE TABLE training_courses (
  id uuid PRIMARY KEY,
  provider_id uuid NOT NULL REFERENCES organisations (id),
  title text NOT NULL CHECK (length(title) BETWEEN 3 AND 120),
  -- Level and field of the lists isced_levels and isced_fields; builds_on is the schooling that it asks for.
  -- trade is of the list training_trades, under the field.
  level text NOT NULL CHECK (level ~ '^[0-9a-z_]{1,20}$'),
  level_version integer NOT NULL CHECK (level_version >= 1),
  field text NOT NULL CHECK (field ~ '^[0-9a-z_]{1,20}$'),
  field_version integer NOT NULL CHECK (field_version >= 1),
  builds_on text CHECK (builds_on ~ '^[0-9a-z_]{1,20}$'),
  language text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
  cost_per_place numeric(10,2) NOT NULL CHECK (cost_per_place BETWEEN 0 AND 1000000),
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  access text[] NOT NULL DEFAULT '{}'
    CHECK (access <@ ARRAY['step_free', 'hearing', 'sight', 'easy_language']),
  child_care text NOT NULL CHECK (child_care IN ('none', 'on_site', 'paid')),
  strenuous boolean NOT NULL,
  -- Paid for a day of presence, in currency; transport likewise. An excused day is paid the stipend where
  -- pays_excused.
  stipend numeric(10,2) NOT NULL CHECK (stipend BETWEEN 0 AND 1000000),
  transport numeric(10,2) NOT NULL CHECK (transport BETWEEN 0 AND 1000000),
  pays_excused boolean NOT NULL,
  line_id uuid REFERENCES budget_lines (id),
  agreement text NOT NULL CHECK (length(agreement) BETWEEN 2 AND 80),
  agreed_from date NOT NULL CHECK (agreed_from BETWEEN '2000-01-01' AND '2100-01-01'),
  agreed_until date NOT NULL CHECK (agreed_until BETWEEN '2000-01-01' AND '2100-01-01'),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  trade text CHECK (trade ~ '^[A-Za-z0-9_]{1,60}$'),
  trade_version integer CHECK (trade_version >= 1),
  trade_list text NOT NULL DEFAULT 'training_trades' CHECK (trade_list = 'training_trades'),
  -- Counts the changes: whoever changes names the one that they read.
  revision integer NOT NULL DEFAULT 1 CHECK (revision >= 1),
  -- Since when it is not in the catalogue: no session is opened any more.
  withdrawn_at timestamptz,
  CONSTRAINT training_courses_trade_of_a_version CHECK ((trade IS NULL) = (trade_version IS NULL)),
  CONSTRAINT training_courses_trade_of_the_field
    FOREIGN KEY (trade_list, trade_version, trade, field)
      REFERENCES list_items (list, version, code, parent),
  CONSTRAINT training_courses_agreed_for_some_time CHECK (agreed_until >= agreed_from),
  CONSTRAINT training_courses_pay_from_a_line CHECK ((stipend + transport) = 0 OR line_id IS NOT NULL)
);
CREATE INDEX training_courses_by_provider ON training_courses (provider_id);
GRANT SELECT ON training_courses TO mawa_app, mawa_figures, mawa_gate;
GRANT INSERT (id, provider_id, title, level, level_version, field, field_version, builds_on, language,
  cost_per_place, currency, access, child_care, strenuous, stipend, transport, pays_excused, line_id,
  agreement, agreed_from, agreed_until, trade, trade_version), UPDATE (provider_id, title, level,
  level_version, field, field_version, builds_on, language, cost_per_place, currency, access, child_care,
  strenuous, stipend, transport, pays_excused, line_id, agreement, agreed_from, agreed_until, trade,
  trade_version, revision, withdrawn_at) ON training_courses TO mawa_app;
GRANT UPDATE (revision) ON training_courses TO mawa_gate;


-- What a course was until a change: the columns that were changed with their former values, by the revision that
-- had them.
CREATE TABLE training_course_changes (
  course_id uuid REFERENCES training_courses (id),
  revision integer,
  former jsonb NOT NULL CHECK (jsonb_typeof(former) = 'object'),
  changed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  changed_at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (course_id, revision)
);
GRANT SELECT ON training_course_changes TO mawa_app, mawa_gate;
GRANT INSERT (course_id, revision, former) ON training_course_changes TO mawa_gate;


-- A session of a course: dates, weekdays (1 = Monday), hours (HH:MM, local time), places, and a region but no
-- address. Its days and places are laid out by trigger.
CREATE TABLE training_sessions (
  id uuid PRIMARY KEY,
  course_id uuid NOT NULL REFERENCES training_courses (id),
  starts_on date NOT NULL CHECK (starts_on BETWEEN '2000-01-01' AND '2100-01-01'),
  ends_on date NOT NULL CHECK (ends_on BETWEEN '2000-01-01' AND '2100-01-01'),
  weekdays smallint[] NOT NULL
    CHECK (cardinality(weekdays) >= 1
      AND cardinality(weekdays) <= 7
      AND weekdays <@ ARRAY[CAST(1 AS smallint), CAST(2 AS smallint), CAST(3 AS smallint),
        CAST(4 AS smallint), CAST(5 AS smallint), CAST(6 AS smallint), CAST(7 AS smallint)]),
  days_off date[] NOT NULL DEFAULT '{}' CHECK (cardinality(days_off) <= 200),
  starts_at text NOT NULL CHECK (starts_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  ends_at text NOT NULL CHECK (ends_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  places smallint NOT NULL CHECK (places BETWEEN 1 AND 500),
  region text NOT NULL CHECK (region ~ '^[0-9]{2}$'),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT training_sessions_end_after_they_begin
    CHECK (ends_on >= starts_on AND ends_on <= (starts_on + 1100) AND ends_at > starts_at)
);
CREATE INDEX training_sessions_by_course ON training_sessions (course_id);
CREATE INDEX training_sessions_by_day ON training_sessions (starts_on, ends_on);
GRANT SELECT ON training_sessions TO mawa_app, mawa_figures, mawa_gate;
GRANT INSERT (id, course_id, starts_on, ends_on, weekdays, days_off, starts_at, ends_at, places, region) ON
  training_sessions TO mawa_app;
GRANT UPDATE (places) ON training_sessions TO mawa_gate;


-- A day on which a session takes place.
CREATE TABLE training_days (
  session_id uuid REFERENCES training_sessions (id),
  on_day date,
  PRIMARY KEY (session_id, on_day)
);
GRANT SELECT ON training_days TO mawa_app, mawa_figures;
GRANT SELECT, INSERT ON training_days TO mawa_gate;


-- A place of a session, by its number.
CREATE TABLE training_seats (
  session_id uuid REFERENCES training_sessions (id),
  seat smallint,
  PRIMARY KEY (session_id, seat)
);
GRANT SELECT ON training_seats TO mawa_app, mawa_figures;
GRANT SELECT, INSERT ON training_seats TO mawa_gate;


-- A session that is called off (once, for good): from_day is the first day on which it is not held any more, its first day
-- where it had not begun. Enrolments are ended by trigger. The remark names nobody.
CREATE TABLE training_cancellations (
  session_id uuid PRIMARY KEY REFERENCES training_sessions (id),
  from_day date NOT NULL,
  reason text NOT NULL
    CHECK (reason IN ('provider', 'no_trainer', 'few_people', 'no_room', 'no_money', 'security', 'other')),
  remark text CHECK (length(remark) BETWEEN 1 AND 300),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT training_cancellations_name_nobody
    CHECK (remark !~* '(^|[^[:alnum:]])M-[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]($|[^[:alnum:]])')
);
GRANT SELECT ON training_cancellations TO mawa_app, mawa_figures, mawa_gate;
GRANT INSERT (session_id, from_day, reason, remark) ON training_cancellations TO mawa_app;


-- A legal step of an enrolment. Reference data (migrations/data/transitions).
CREATE TABLE training_transitions (
  from_state text,
  to_state text,
  place smallint NOT NULL,
  PRIMARY KEY (from_state, to_state)
);
GRANT SELECT ON training_transitions TO mawa_app, mawa_gate;


-- ==== Orientation ====

-- What a person wishes (interests are fields, trades are of the list training_trades), knows and needs, as
-- codes of lists in the versions named; the last one counts.
CREATE TABLE training_orientations (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  interests text[] NOT NULL DEFAULT '{}' CHECK (cardinality(interests) <= 11),
  fields_version integer NOT NULL CHECK (fields_version >= 1),
  schooling text CHECK (schooling ~ '^[0-9a-z_]{1,20}$'),
  levels_version integer NOT NULL CHECK (levels_version >= 1),
  languages text[] NOT NULL DEFAULT '{}' CHECK (cardinality(languages) <= 12),
  experience text[] NOT NULL DEFAULT '{}' CHECK (cardinality(experience) <= 10),
  occupations_version integer NOT NULL CHECK (occupations_version >= 1),
  needs text[] NOT NULL DEFAULT '{}' CHECK (cardinality(needs) <= 8),
  -- Regions where the person does not go.
  avoids text[] NOT NULL DEFAULT '{}' CHECK (cardinality(avoids) <= 12),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  trades text[] NOT NULL DEFAULT '{}' CHECK (cardinality(trades) <= 40),
  trades_version integer CHECK (trades_version >= 1),
  CONSTRAINT training_orientations_of_a_case UNIQUE (id, case_id),
  CONSTRAINT training_orientations_trades_of_a_version
    CHECK (cardinality(trades) = 0 OR trades_version IS NOT NULL),
  CONSTRAINT training_orientations_needs
    CHECK (needs <@ ARRAY['child_care', 'no_evening', 'light_work', 'step_free', 'hearing', 'sight',
      'easy_language'])
);
CREATE INDEX training_orientations_by_case ON training_orientations (case_id, place);
GRANT SELECT ON training_orientations TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, on_day, interests, fields_version, schooling, levels_version, languages,
  experience, occupations_version, needs, avoids, note, trades, trades_version) ON training_orientations TO
  mawa_app;
GRANT UPDATE (note) ON training_orientations TO mawa_gate;


-- What a person chose after an orientation.
CREATE TABLE training_choices (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  orientation_id uuid NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  choice text NOT NULL CHECK (choice IN ('session', 'later', 'none')),
  session_id uuid REFERENCES training_sessions (id),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (orientation_id, case_id) REFERENCES training_orientations (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT training_choices_of_a_session CHECK ((choice = 'session') = (session_id IS NOT NULL))
);
CREATE INDEX training_choices_by_case ON training_choices (case_id, place);
GRANT SELECT ON training_choices TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, orientation_id, on_day, choice, session_id, note) ON training_choices TO mawa_app;
GRANT UPDATE (note) ON training_choices TO mawa_gate;


-- ==== Enrolments ====

-- An enrolment of a person in a session, followed by an officer; it holds a place by its number while its
-- state says so. place is the order in the waiting list.
CREATE TABLE training_enrolments (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  session_id uuid NOT NULL REFERENCES training_sessions (id),
  state text NOT NULL DEFAULT 'new',
  seat smallint,
  -- Last day on which an offered place is kept.
  offer_until date,
  officer_id uuid NOT NULL REFERENCES users (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT training_enrolments_of_a_case UNIQUE (id, case_id),
  CONSTRAINT training_enrolments_of_a_session UNIQUE (id, case_id, session_id),
  CONSTRAINT training_seats_held_once UNIQUE (session_id, seat),
  CONSTRAINT training_seats_are_there
    FOREIGN KEY (session_id, seat) REFERENCES training_seats (session_id, seat),
  CONSTRAINT training_enrolments_hold_their_seat
    CHECK ((seat IS NOT NULL)
      = (state IN ('applied', 'offered', 'admitted', 'started', 'completed', 'certified'))),
  CONSTRAINT training_enrolments_offered_until CHECK ((state = 'offered') = (offer_until IS NOT NULL))
);
CREATE UNIQUE INDEX training_enrolments_once ON training_enrolments (case_id, session_id)
  WHERE state NOT IN ('withdrawn', 'dropped_out');
CREATE INDEX training_enrolments_by_case ON training_enrolments (case_id);
CREATE INDEX training_enrolments_in_line ON training_enrolments (session_id, place)
  WHERE state = 'waiting';
CREATE INDEX training_enrolments_offered ON training_enrolments (offer_until) WHERE state = 'offered';
GRANT SELECT ON training_enrolments TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, session_id, officer_id) ON training_enrolments TO mawa_app;
GRANT SELECT (id, case_id, session_id, state, seat) ON training_enrolments TO mawa_figures;
GRANT UPDATE (state, seat, offer_until) ON training_enrolments TO mawa_gate;


-- An appointment for a service (child care, transport) that is planned for the days of an enrolment, and ends with it
-- (training_services_end).
CREATE TABLE training_appointments (
  appointment_id uuid PRIMARY KEY REFERENCES service_appointments (id),
  case_id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  FOREIGN KEY (enrolment_id, case_id) REFERENCES training_enrolments (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX training_appointments_by_enrolment ON training_appointments (enrolment_id);
CREATE INDEX training_appointments_by_case ON training_appointments (case_id);
GRANT SELECT, INSERT ON training_appointments TO mawa_app;
GRANT SELECT, INSERT ON training_appointments TO mawa_gate;


-- A step of an enrolment; the trigger training_step_moves checks it, sets the state and finds the place.
CREATE TABLE training_steps (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  reason text CHECK (reason ~ '^[a-z0-9_]{2,60}$'),
  list_version integer CHECK (list_version >= 1),
  -- The place held before or after the step, set by trigger.
  seat smallint,
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (enrolment_id, case_id) REFERENCES training_enrolments (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT training_steps_end_with_a_reason
    CHECK ((to_state IN ('withdrawn', 'dropped_out')) = (reason IS NOT NULL)
        AND (to_state = 'dropped_out') = (list_version IS NOT NULL)
        AND (to_state <> 'withdrawn'
            OR reason IN ('declined', 'no_answer', 'changed_mind', 'other_way', 'case_closed')))
);
CREATE INDEX training_steps_by_enrolment ON training_steps (enrolment_id, place);
CREATE INDEX training_steps_by_case ON training_steps (case_id);
GRANT SELECT ON training_steps TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, enrolment_id, from_state, to_state, on_day, reason, list_version, note) ON
  training_steps TO mawa_app;
GRANT INSERT (id, case_id, enrolment_id, from_state, to_state, on_day, reason, list_version, note), UPDATE
  (note) ON training_steps TO mawa_gate;
GRANT SELECT (case_id, enrolment_id, from_state, to_state, on_day, seat, place) ON training_steps TO
  mawa_figures;


-- The mark of a person on a day of the session; the last one of a day counts.
CREATE TABLE training_attendance (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  session_id uuid NOT NULL,
  on_day date NOT NULL,
  mark text NOT NULL CHECK (mark IN ('present', 'absent', 'excused')),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (enrolment_id, case_id, session_id)
    REFERENCES training_enrolments (id, case_id, session_id) ON UPDATE CASCADE,
  CONSTRAINT training_attendance_on_a_day_of_the_session
    FOREIGN KEY (session_id, on_day) REFERENCES training_days (session_id, on_day)
);
CREATE INDEX training_attendance_by_enrolment ON training_attendance (enrolment_id, on_day, place);
CREATE INDEX training_attendance_by_case ON training_attendance (case_id);
GRANT SELECT ON training_attendance TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, enrolment_id, session_id, on_day, mark) ON training_attendance TO mawa_app;


-- An assessment of a person in a session; the last one counts.
CREATE TABLE training_assessments (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  result text NOT NULL CHECK (result IN ('passed', 'partly', 'not_yet')),
  score numeric(5,2) CHECK (score BETWEEN 0 AND 100),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (enrolment_id, case_id) REFERENCES training_enrolments (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX training_assessments_by_enrolment ON training_assessments (enrolment_id, place);
CREATE INDEX training_assessments_by_case ON training_assessments (case_id);
GRANT SELECT ON training_assessments TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, enrolment_id, on_day, result, score, note) ON training_assessments TO mawa_app;
GRANT UPDATE (note) ON training_assessments TO mawa_gate;


-- What was paid to a person for a day; one that stands a day. Taken back when the mark is corrected.
CREATE TABLE training_allowances (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  session_id uuid NOT NULL,
  on_day date NOT NULL,
  stipend numeric(10,2) NOT NULL CHECK (stipend >= 0),
  transport numeric(10,2) NOT NULL CHECK (transport >= 0),
  currency char(3) NOT NULL,
  line_id uuid NOT NULL REFERENCES budget_lines (id),
  taken_back_at timestamptz,
  taken_back_by uuid REFERENCES users (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (enrolment_id, case_id, session_id)
    REFERENCES training_enrolments (id, case_id, session_id) ON UPDATE CASCADE,
  FOREIGN KEY (session_id, on_day) REFERENCES training_days (session_id, on_day),
  CONSTRAINT training_allowances_are_something CHECK ((stipend + transport) > 0),
  CONSTRAINT training_allowances_taken_back_by_somebody
    CHECK ((taken_back_at IS NULL) = (taken_back_by IS NULL))
);
CREATE UNIQUE INDEX training_allowances_once_a_day ON training_allowances (enrolment_id, on_day)
  WHERE taken_back_at IS NULL;
CREATE INDEX training_allowances_by_case ON training_allowances (case_id);
GRANT SELECT ON training_allowances TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, enrolment_id, session_id, on_day, stipend, transport, currency, line_id), UPDATE
  (taken_back_at, taken_back_by) ON training_allowances TO mawa_app;
GRANT SELECT (id, case_id, enrolment_id, session_id, on_day, stipend, transport, currency, line_id,
  taken_back_at) ON training_allowances TO mawa_figures;


-- ==== Certificates ====

-- A certificate, of an enrolment or of a recognition procedure. Anybody can check it by its code; code and
-- name lie sealed, what is looked up are keyed digests. Withdrawn at most once.
CREATE TABLE training_certificates (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  enrolment_id uuid,
  number text NOT NULL CHECK (number ~ '^[A-Z0-9-]{6,20}$'),
  issued_on date NOT NULL,
  code bytea NOT NULL,
  -- The name that the person wants on it, if any.
  holder bytea,
  code_digest bytea NOT NULL,
  holder_digest bytea,
  withdrawn_on date,
  withdrawn_by uuid REFERENCES users (id),
  withdrawn_reason text
    CHECK (withdrawn_reason IN ('mistake', 'provider_asked', 'person_asked', 'for_safety', 'replaced')),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  procedure_id uuid,
  -- Of a procedure: whether all required units are recognised, and which are (units).
  complete boolean,
  units uuid[],
  CONSTRAINT training_certificates_once UNIQUE (enrolment_id),
  CONSTRAINT training_certificates_numbers UNIQUE (number),
  CONSTRAINT training_certificates_codes UNIQUE (code_digest),
  FOREIGN KEY (enrolment_id, case_id) REFERENCES training_enrolments (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT training_certificates_withdrawn_by_somebody
    CHECK (num_nonnulls(withdrawn_on, withdrawn_by, withdrawn_reason) IN (0, 3)),
  CONSTRAINT training_certificates_of_one_thing
    CHECK (num_nonnulls(enrolment_id, procedure_id) = 1
        AND num_nonnulls(procedure_id, complete, units) IN (0, 3)
        AND (units IS NULL OR cardinality(units) > 0))
);
CREATE INDEX training_certificates_by_case ON training_certificates (case_id);
CREATE UNIQUE INDEX training_certificates_one_stands ON training_certificates (procedure_id)
  WHERE withdrawn_on IS NULL;
GRANT SELECT ON training_certificates TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, enrolment_id, number, issued_on, code, holder, code_digest, holder_digest,
  procedure_id, complete, units), UPDATE (withdrawn_on, withdrawn_by, withdrawn_reason) ON
  training_certificates TO mawa_app;
GRANT SELECT (case_id, enrolment_id, issued_on, withdrawn_on, procedure_id, complete, units) ON
  training_certificates TO mawa_figures;
GRANT UPDATE (code, holder, holder_digest) ON training_certificates TO mawa_gate;
