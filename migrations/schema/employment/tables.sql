-- Work: docs/employment.md. Common columns: by = who wrote the row, at = when, place = the order of writing (where
-- several could count, the last does), note and contact = sealed words, NULL after erasure of a person. Rows
-- are added, not changed (but employers and offers, in which there is no person); states are moved by rows of
-- steps.


-- ==== Employers and offers (no person in them) ====

-- An employer: name, sector (version sector_version of its list), region, never an address. Contact and notes
-- of vettings are sealed under a key of the employer.
CREATE TABLE work_employers (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 2 AND 120),
  sector text NOT NULL CHECK (sector ~ '^[A-Za-z0-9_]{1,60}$'),
  sector_version integer NOT NULL CHECK (sector_version >= 1),
  region text NOT NULL CHECK (region ~ '^[0-9]{2}$'),
  contact bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  revision integer NOT NULL DEFAULT 1 CHECK (revision >= 1)
);
CREATE INDEX work_employers_by_name ON work_employers (name, id);
GRANT SELECT ON work_employers TO mawa_app, mawa_gate;
GRANT SELECT (id, sector, region) ON work_employers TO mawa_figures;
GRANT INSERT (id, name, sector, sector_version, region, contact) ON work_employers TO mawa_app;
GRANT UPDATE (name, sector, sector_version, region, contact, revision) ON work_employers TO mawa_app;
GRANT UPDATE (name) ON work_employers TO mawa_gate;


-- What an employer was called until somebody changed it (trigger).
CREATE TABLE work_employer_versions (
  employer_id uuid NOT NULL REFERENCES work_employers (id),
  revision integer NOT NULL,
  name text NOT NULL,
  sector text NOT NULL,
  sector_version integer NOT NULL,
  region text NOT NULL,
  changed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  changed_at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (employer_id, revision)
);
GRANT SELECT ON work_employer_versions TO mawa_app, mawa_gate;
GRANT INSERT (employer_id, revision, name, sector, sector_version, region) ON work_employer_versions TO mawa_gate;


-- A look at an employer: what was looked at, the result and until when it holds. The last row counts
-- (work_vetted). `redo` is written by trigger when a sign of forced labour was seen there.
CREATE TABLE work_vettings (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES work_employers (id),
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  looked_at text[] NOT NULL DEFAULT '{}'
    CHECK (looked_at <@ ARRAY['visit', 'registration', 'contracts', 'payslips', 'cnss', 'workers_heard',
      'housing', 'papers', 'hours']),
  result text NOT NULL CHECK (result IN ('accepted', 'conditions', 'refused', 'redo', 'struck')),
  expires_on date CHECK (expires_on BETWEEN '2000-01-01' AND '2100-01-01'),
  reason text CHECK (reason IN ('signs', 'unsafe', 'law_not_kept', 'not_open', 'closed', 'asked_off')),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT work_vettings_look_at_something
    CHECK (result IN ('redo', 'struck') OR cardinality(looked_at) > 0),
  CONSTRAINT work_vettings_expire
    CHECK ((result IN ('accepted', 'conditions')) = (expires_on IS NOT NULL)),
  CONSTRAINT work_vettings_last_some_time CHECK (expires_on > on_day AND expires_on <= (on_day + 1100)),
  CONSTRAINT work_vettings_say_why
    CHECK ((result IN ('refused', 'redo', 'struck')) = (reason IS NOT NULL)),
  CONSTRAINT work_vettings_name_conditions CHECK (result <> 'conditions' OR note IS NOT NULL)
);
CREATE INDEX work_vettings_by_employer ON work_vettings (employer_id, place DESC);
GRANT SELECT ON work_vettings TO mawa_app, mawa_gate;
GRANT SELECT (id, employer_id, on_day, result, expires_on, place) ON work_vettings TO mawa_figures;
GRANT INSERT (id, employer_id, on_day, looked_at, result, expires_on, reason, note) ON work_vettings TO
  mawa_app, mawa_gate;


-- An offer of an employer, with its places and the wage it states.
CREATE TABLE work_offers (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES work_employers (id),
  title text NOT NULL CHECK (length(title) BETWEEN 3 AND 120),
  occupation text NOT NULL CHECK (occupation ~ '^[A-Za-z0-9_]{1,60}$'),
  occupation_version integer NOT NULL CHECK (occupation_version >= 1),
  places smallint NOT NULL CHECK (places BETWEEN 1 AND 500),
  hours_a_week numeric(4,1) NOT NULL CHECK (hours_a_week BETWEEN 1 AND 84),
  -- In dirhams, for wage_period.
  wage numeric(10,2) NOT NULL CHECK (wage >= 0),
  wage_period text NOT NULL CHECK (wage_period IN ('hour', 'day', 'month')),
  from_day date NOT NULL CHECK (from_day BETWEEN '2000-01-01' AND '2100-01-01'),
  until_day date NOT NULL CHECK (until_day BETWEEN '2000-01-01' AND '2100-01-01'),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  revision integer NOT NULL DEFAULT 1 CHECK (revision >= 1),
  CONSTRAINT work_offers_hold_for_some_time CHECK (until_day >= from_day)
);
CREATE INDEX work_offers_by_employer ON work_offers (employer_id, until_day);
CREATE INDEX work_offers_by_day ON work_offers (until_day);
GRANT SELECT ON work_offers TO mawa_app, mawa_gate;
GRANT INSERT (id, employer_id, title, occupation, occupation_version, places, hours_a_week, wage,
  wage_period, from_day, until_day) ON work_offers TO mawa_app;
GRANT UPDATE (title, occupation, occupation_version, places, hours_a_week, wage, wage_period, from_day,
  until_day, revision) ON work_offers TO mawa_app;
GRANT UPDATE (places) ON work_offers TO mawa_gate;


-- A legal minimum wage from a day on: `smig` by the hour outside agriculture, `smag` by the day in it. The
-- last row of a kind and day counts. Written when another person confirms it (write_wage_floor).
CREATE TABLE wage_floors (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('smig', 'smag')),
  valid_from date NOT NULL CHECK (valid_from BETWEEN '2000-01-01' AND '2100-01-01'),
  amount numeric(8,2) NOT NULL CHECK (amount > 0),
  currency char(3) NOT NULL DEFAULT 'MAD' CHECK (currency = 'MAD'),
  source text NOT NULL CHECK (length(source) BETWEEN 3 AND 200),
  -- Whether the programme has confirmed the figure.
  standing text NOT NULL CHECK (standing IN ('to_be_confirmed', 'confirmed')),
  -- Who proposed it; NULL where it was delivered.
  by uuid REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX wage_floors_by_day ON wage_floors (kind, valid_from DESC, place DESC);
GRANT SELECT ON wage_floors TO mawa_app, mawa_gate;
GRANT INSERT ON wage_floors TO mawa_gate;


-- At how many months after the start a placement is followed up, with the days of the window; the set in
-- force on the day of the start holds. Reference data.
CREATE TABLE work_marks (
  valid_from date,
  months smallint CHECK (months BETWEEN 1 AND 60),
  days_before smallint NOT NULL CHECK (days_before BETWEEN 0 AND 90),
  days_after smallint NOT NULL CHECK (days_after BETWEEN 0 AND 90),
  source text NOT NULL,
  -- Taken back before its day: never in force (setting_is_decided).
  cancelled boolean NOT NULL DEFAULT false,
  PRIMARY KEY (valid_from, months)
);
GRANT SELECT ON work_marks TO mawa_app, mawa_figures, mawa_gate;


-- A legal step of an application or a placement. Reference data (migrations/data/transitions).
CREATE TABLE work_transitions (
  of_what text CHECK (of_what IN ('application', 'placement')),
  from_state text,
  to_state text,
  place smallint NOT NULL,
  PRIMARY KEY (of_what, from_state, to_state)
);
GRANT SELECT ON work_transitions TO mawa_app, mawa_gate;


-- ==== Applications ====

-- An application of a person to an offer. An accepted one holds a place of the offer by its number (seat).
CREATE TABLE work_applications (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  offer_id uuid NOT NULL REFERENCES work_offers (id),
  state text NOT NULL DEFAULT 'new',
  seat smallint CHECK (seat >= 1),
  officer_id uuid NOT NULL REFERENCES users (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT work_applications_of_a_case UNIQUE (id, case_id),
  CONSTRAINT work_seats_held_once UNIQUE (offer_id, seat),
  CONSTRAINT work_applications_hold_their_seat CHECK ((seat IS NOT NULL) = (state = 'accepted'))
);
CREATE UNIQUE INDEX work_applications_once ON work_applications (case_id, offer_id)
  WHERE state NOT IN ('declined', 'withdrawn');
CREATE INDEX work_applications_by_case ON work_applications (case_id);
GRANT SELECT ON work_applications TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, offer_id, officer_id) ON work_applications TO mawa_app;
GRANT UPDATE (state, seat) ON work_applications TO mawa_gate;


-- A step of an application; the trigger work_application_step_moves checks it, sets the state and finds the
-- place.
CREATE TABLE work_application_steps (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  application_id uuid NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  by_whom text CHECK (by_whom IN ('person', 'employer')),
  reason text
    CHECK (reason IN ('wage', 'hours', 'distance', 'safety', 'other_way', 'changed_mind', 'no_answer',
      'other_chosen', 'not_suited', 'no_longer_open', 'case_closed')),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (application_id, case_id) REFERENCES work_applications (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT work_steps_end_with_a_reason
    CHECK ((to_state IN ('declined', 'withdrawn')) = (reason IS NOT NULL)),
  CONSTRAINT work_declined_by_somebody CHECK ((to_state = 'declined') = (by_whom IS NOT NULL))
);
CREATE INDEX work_application_steps_by_application ON work_application_steps (application_id, place);
CREATE INDEX work_application_steps_by_case ON work_application_steps (case_id);
GRANT SELECT ON work_application_steps TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, application_id, from_state, to_state, on_day, by_whom, reason, note) ON
  work_application_steps TO mawa_app;
GRANT INSERT (id, case_id, application_id, from_state, to_state, on_day, by_whom, reason, note), UPDATE
  (note) ON work_application_steps TO mawa_gate;


-- ==== Placements and follow-up ====

-- A job that a person was placed in, or work for themselves (`self`, without employer and terms). Part
-- `care`.
CREATE TABLE work_placements (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  kind text NOT NULL CHECK (kind IN ('employed', 'self')),
  employer_id uuid REFERENCES work_employers (id),
  application_id uuid,
  occupation text NOT NULL CHECK (occupation ~ '^[A-Za-z0-9_]{1,60}$'),
  list_version integer NOT NULL CHECK (list_version >= 1),
  starts_on date NOT NULL CHECK (starts_on BETWEEN '2000-01-01' AND '2100-01-01'),
  contract_form text CHECK (contract_form IN ('written', 'oral', 'none')),
  contract_kind text CHECK (contract_kind IN ('open_ended', 'fixed_term', 'apprenticeship')),
  unwritten_reason text CHECK (unwritten_reason IN ('awaited', 'household', 'custom', 'other')),
  cnss boolean,
  wage numeric(10,2) CHECK (wage >= 0),
  wage_period text CHECK (wage_period IN ('hour', 'day', 'month')),
  floor_kind text CHECK (floor_kind IN ('smig', 'smag')),
  hours_a_week numeric(4,1) NOT NULL CHECK (hours_a_week BETWEEN 1 AND 84),
  days_a_week smallint NOT NULL CHECK (days_a_week BETWEEN 1 AND 7),
  -- Who keeps the identity papers; `employer` and not being free to leave are signs of forced labour and
  -- refused below.
  papers_kept_by text CHECK (papers_kept_by IN ('worker', 'employer')),
  free_to_leave boolean,
  -- Housing depends on the job.
  housing_tied boolean,
  -- The person knows where to complain.
  grievance_known boolean,
  -- Income a month before the placement.
  income_before numeric(10,2) CHECK (income_before >= 0),
  currency_before char(3) CHECK (currency_before ~ '^[A-Z]{3}$'),
  state text NOT NULL DEFAULT 'new',
  officer_id uuid NOT NULL REFERENCES users (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT work_placements_once UNIQUE (application_id),
  CONSTRAINT work_placements_of_a_case UNIQUE (id, case_id),
  FOREIGN KEY (application_id, case_id) REFERENCES work_applications (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT work_placements_are_whole
    CHECK (CASE kind
          WHEN 'self' THEN
            num_nonnulls(employer_id, application_id, contract_form, contract_kind, cnss, wage, wage_period,
              floor_kind, papers_kept_by, free_to_leave, housing_tied, grievance_known) = 0
          ELSE
            num_nulls(employer_id, contract_form, contract_kind, cnss, wage, wage_period, floor_kind,
              papers_kept_by, free_to_leave, housing_tied, grievance_known) = 0
        END),
  CONSTRAINT work_unwritten_says_why
    CHECK (((COALESCE(contract_form, 'written')) <> 'written') = (unwritten_reason IS NOT NULL)),
  CONSTRAINT work_apprentices_have_it_written
    CHECK (contract_kind <> 'apprenticeship' OR contract_form = 'written'),
  CONSTRAINT work_papers_stay_with_the_worker CHECK (papers_kept_by <> 'employer'),
  CONSTRAINT work_workers_may_leave CHECK (free_to_leave),
  CONSTRAINT work_income_has_a_currency CHECK ((income_before IS NULL) = (currency_before IS NULL))
);
CREATE INDEX work_placements_by_case ON work_placements (case_id);
CREATE INDEX work_placements_by_employer ON work_placements (employer_id);
CREATE INDEX work_placements_open ON work_placements (id) WHERE state IN ('placed', 'started');
GRANT SELECT ON work_placements TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, kind, employer_id, application_id, occupation, list_version, starts_on,
  contract_form, contract_kind, unwritten_reason, cnss, wage, wage_period, floor_kind, hours_a_week,
  days_a_week, papers_kept_by, free_to_leave, housing_tied, grievance_known, income_before, currency_before,
  officer_id) ON work_placements TO mawa_app;
GRANT SELECT (id, case_id, kind, income_before, currency_before, state, place) ON work_placements TO
  mawa_figures;
GRANT UPDATE (state) ON work_placements TO mawa_gate;


-- A step of a placement: placed, started, ended with a reason.
CREATE TABLE work_placement_steps (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  placement_id uuid NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  reason text CHECK (reason ~ '^[a-z0-9_]{2,60}$'),
  list_version integer CHECK (list_version >= 1),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (placement_id, case_id) REFERENCES work_placements (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT work_placements_end_with_a_reason
    CHECK ((to_state = 'ended') = (reason IS NOT NULL)
        AND ((reason IS NULL OR reason = 'case_closed')) = (list_version IS NULL))
);
CREATE INDEX work_placement_steps_by_placement ON work_placement_steps (placement_id, place);
CREATE INDEX work_placement_steps_by_case ON work_placement_steps (case_id);
GRANT SELECT ON work_placement_steps TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, placement_id, from_state, to_state, on_day, reason, list_version, note) ON
  work_placement_steps TO mawa_app;
GRANT INSERT (id, case_id, placement_id, from_state, to_state, on_day, reason, list_version, note), UPDATE
  (note) ON work_placement_steps TO mawa_gate;
GRANT SELECT (case_id, placement_id, to_state, on_day, place) ON work_placement_steps TO mawa_figures;


-- One attempt to reach the person for a follow-up, with their answers. months 0 = between two marks. Part
-- `story`.
CREATE TABLE work_follow_ups (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  placement_id uuid NOT NULL,
  months smallint NOT NULL CHECK (months >= 0),
  tried_on date NOT NULL CHECK (tried_on BETWEEN '2000-01-01' AND '2100-01-01'),
  mode text NOT NULL CHECK (mode IN ('call', 'visit', 'office', 'partner')),
  outcome text NOT NULL CHECK (outcome IN ('reached', 'not_reached', 'refused', 'unsafe')),
  why text CHECK (why IN ('no_answer', 'moved', 'number_changed', 'no_way_there', 'nobody_free')),
  in_work text CHECK (in_work IN ('same', 'other', 'no', 'not_told')),
  income numeric(10,2) CHECK (income >= 0),
  currency char(3) CHECK (currency ~ '^[A-Z]{3}$'),
  hours_a_week numeric(4,1) CHECK (hours_a_week BETWEEN 0 AND 120),
  -- Indicators of forced labour of the ILO that were seen, and those not asked about; the others were asked
  -- and not seen.
  signs_seen text[]
    CHECK (signs_seen <@ ARRAY['vulnerability', 'deception', 'movement', 'isolation', 'violence', 'threats',
      'documents', 'wages', 'debt', 'conditions', 'overtime']),
  signs_not_asked text[]
    CHECK (signs_not_asked <@ ARRAY['vulnerability', 'deception', 'movement', 'isolation', 'violence',
      'threats', 'documents', 'wages', 'debt', 'conditions', 'overtime']),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT work_follow_ups_of_a_case UNIQUE (id, case_id),
  FOREIGN KEY (placement_id, case_id) REFERENCES work_placements (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT work_follow_ups_say_why CHECK ((outcome = 'not_reached') = (why IS NOT NULL)),
  CONSTRAINT work_follow_ups_are_complete
    CHECK (CASE
          WHEN outcome = 'reached' THEN num_nulls(in_work, signs_seen, signs_not_asked) = 0
          ELSE num_nonnulls(in_work, income, currency, hours_a_week, signs_seen, signs_not_asked) = 0
        END),
  CONSTRAINT work_follow_ups_out_of_turn CHECK (months > 0 OR outcome = 'reached'),
  CONSTRAINT work_income_with_currency CHECK ((income IS NULL) = (currency IS NULL)),
  CONSTRAINT work_signs_said_once CHECK (NOT (signs_seen && signs_not_asked))
);
CREATE UNIQUE INDEX work_follow_ups_reached_once ON work_follow_ups (placement_id, months)
  WHERE outcome = 'reached' AND months > 0;
CREATE INDEX work_follow_ups_by_placement ON work_follow_ups (placement_id, months, place);
CREATE INDEX work_follow_ups_by_case ON work_follow_ups (case_id);
GRANT SELECT ON work_follow_ups TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, placement_id, months, tried_on, mode, outcome, why, in_work, income, currency,
  hours_a_week, signs_seen, signs_not_asked, note) ON work_follow_ups TO mawa_app;
GRANT SELECT (id, case_id, placement_id, months, tried_on, outcome, in_work, income, currency, signs_seen,
  place) ON work_follow_ups TO mawa_figures;
GRANT UPDATE (note) ON work_follow_ups TO mawa_gate;


-- What was done about a sign, once; it ends the tasks. Part `story`.
CREATE TABLE work_alert_answers (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  follow_up_id uuid NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  done text[] NOT NULL
    CHECK (cardinality(done) >= 1
      AND cardinality(done) <= 8
      AND done <@ ARRAY['safe_place', 'left_job', 'lawyer', 'inspector', 'police', 'health', 'talked',
        'no_sign']),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT work_alerts_answered_once UNIQUE (follow_up_id),
  FOREIGN KEY (follow_up_id, case_id) REFERENCES work_follow_ups (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX work_alert_answers_by_case ON work_alert_answers (case_id);
GRANT SELECT ON work_alert_answers TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, follow_up_id, on_day, done, note) ON work_alert_answers TO mawa_app;
GRANT UPDATE (note) ON work_alert_answers TO mawa_gate;
