-- Legal aid: docs/legal-aid.md. Everything about a person is the part `legal` of the case. The states of
-- proceedings, hearings, measures and orders are moved by rows of legal_steps alone. bytea columns are sealed
-- under the key of the case and NULL after erasure, except digests.


-- ==== Courts ====

-- A court, public data with no person in it; entered by administrators and legal officers.
CREATE TABLE courts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL
    CHECK (kind IN ('first_instance', 'appeal', 'cassation', 'family', 'administrative', 'commercial',
      'social', 'other')),
  fr text NOT NULL CHECK (length(fr) BETWEEN 2 AND 120),
  ar text NOT NULL CHECK (length(ar) BETWEEN 2 AND 120),
  en text NOT NULL CHECK (length(en) BETWEEN 2 AND 120),
  city text NOT NULL CHECK (length(city) BETWEEN 2 AND 80),
  region text NOT NULL CHECK (region ~ '^(0[1-9]|1[0-2])$'),
  office text CHECK (length(office) <= 200),
  office_phone text CHECK (office_phone ~ '^[0-9+ ().-]{4,30}$'),
  office_hours text CHECK (length(office_hours) <= 120),
  active boolean NOT NULL DEFAULT true,
  revision integer NOT NULL DEFAULT 1,
  created_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE UNIQUE INDEX courts_by_name ON courts (lower(fr));
GRANT SELECT, INSERT ON courts TO mawa_app;
GRANT SELECT (id, kind, region) ON courts TO mawa_figures;
GRANT UPDATE (kind, fr, ar, en, city, region, office, office_phone, office_hours, active, revision) ON
  courts TO mawa_app;


-- A day on which all courts (court_id NULL) or one are closed, once or every year from then on. Removed by a
-- mark, never deleted.
CREATE TABLE court_closed_days (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  court_id uuid REFERENCES courts (id),
  day date NOT NULL CHECK (day BETWEEN '2000-01-01' AND '2100-01-01'),
  yearly boolean NOT NULL DEFAULT false,
  fr text NOT NULL CHECK (length(fr) BETWEEN 2 AND 120),
  ar text NOT NULL CHECK (length(ar) BETWEEN 2 AND 120),
  en text NOT NULL CHECK (length(en) BETWEEN 2 AND 120),
  -- Who proposed it, and who proposed its removal.
  added_by uuid REFERENCES users (id),
  added_at timestamptz NOT NULL DEFAULT mawa_now(),
  removed_by uuid REFERENCES users (id),
  removed_at timestamptz,
  CHECK ((removed_by IS NULL) = (removed_at IS NULL))
);
CREATE UNIQUE INDEX court_closed_days_once ON court_closed_days (court_id, day) NULLS NOT DISTINCT
  WHERE removed_at IS NULL;
GRANT SELECT ON court_closed_days TO mawa_app, mawa_gate;
GRANT INSERT, UPDATE (removed_by, removed_at) ON court_closed_days TO mawa_gate;


-- ==== Proceedings ====

-- A legal step of a proceeding (by its track), a hearing, a protection measure or an order (track `any`).
-- Reference data.
CREATE TABLE legal_transitions (
  of text CHECK (of IN ('proceeding', 'hearing', 'measure', 'order')),
  track text CHECK (track IN ('criminal', 'civil', 'administrative', 'any')),
  from_state text,
  to_state text,
  place smallint NOT NULL,
  PRIMARY KEY (of, track, from_state, to_state)
);
GRANT SELECT ON legal_transitions TO mawa_app, mawa_gate;


-- A proceeding of a person, followed by an officer.
CREATE TABLE proceedings (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  kind text NOT NULL
    CHECK (kind IN ('criminal_victim', 'criminal_civil_party', 'civil', 'compensation', 'labour', 'family',
      'residence', 'civil_status', 'administrative', 'other')),
  track text NOT NULL
    GENERATED ALWAYS AS (CASE
          WHEN kind IN ('criminal_victim', 'criminal_civil_party') THEN 'criminal'
          WHEN kind IN ('residence', 'civil_status', 'administrative') THEN 'administrative'
          ELSE 'civil'
        END) STORED,
  state text NOT NULL DEFAULT 'new',
  court_id uuid REFERENCES courts (id),
  -- Numbers of the file at prosecutor and court, sealed; file_digest is a keyed digest of the prosecutor's
  -- number, by which figures count one affair of several people once. It stays after erasure.
  prosecutor_file bytea,
  court_file bytea,
  file_digest bytea,
  opened_on date NOT NULL CHECK (opened_on BETWEEN '2000-01-01' AND '2100-01-01'),
  officer_id uuid NOT NULL REFERENCES users (id),
  revision integer NOT NULL DEFAULT 1,
  opened_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  opened_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT proceedings_of_a_case UNIQUE (id, case_id)
);
CREATE INDEX proceedings_by_case ON proceedings (case_id);
CREATE INDEX proceedings_by_officer ON proceedings (officer_id);
GRANT SELECT ON proceedings TO mawa_app;
GRANT INSERT (id, case_id, kind, court_id, prosecutor_file, court_file, file_digest, opened_on, officer_id),
  UPDATE (court_id, prosecutor_file, court_file, file_digest, officer_id, revision) ON proceedings TO
  mawa_app;
GRANT SELECT (id, case_id, track, state, officer_id), UPDATE (state, prosecutor_file, court_file) ON
  proceedings TO mawa_gate;
GRANT SELECT (id, kind, track, state, court_id, file_digest, opened_on) ON proceedings TO mawa_figures;


-- Somebody who works in a proceeding: lawyer, interpreter, expert. Ended, not deleted, except by erasure.
CREATE TABLE proceeding_contacts (
  id uuid PRIMARY KEY,
  proceeding_id uuid NOT NULL,
  case_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('lawyer', 'interpreter', 'expert', 'bailiff', 'other')),
  organisation_id uuid REFERENCES organisations (id),
  name bytea,
  phone bytea,
  language text CHECK (language ~ '^[a-z]{3}$'),
  added_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  added_at timestamptz NOT NULL DEFAULT mawa_now(),
  ended_by uuid REFERENCES users (id),
  ended_at timestamptz,
  FOREIGN KEY (proceeding_id, case_id) REFERENCES proceedings (id, case_id) ON UPDATE CASCADE,
  CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);
CREATE INDEX proceeding_contacts_by_proceeding ON proceeding_contacts (proceeding_id);
CREATE INDEX proceeding_contacts_by_case ON proceeding_contacts (case_id);
GRANT SELECT, INSERT ON proceeding_contacts TO mawa_app;
GRANT DELETE ON proceeding_contacts TO mawa_gate;
GRANT SELECT (case_id) ON proceeding_contacts TO mawa_gate;
GRANT UPDATE (ended_by, ended_at) ON proceeding_contacts TO mawa_app;


-- A hearing, on a day on which its court sits; an adjourned one names the one before.
CREATE TABLE hearings (
  id uuid PRIMARY KEY,
  proceeding_id uuid NOT NULL,
  case_id uuid NOT NULL,
  court_id uuid NOT NULL REFERENCES courts (id),
  starts_at timestamptz NOT NULL,
  -- Day of starts_at in local time, set by trigger.
  day date NOT NULL DEFAULT '2000-01-01',
  kind text NOT NULL
    CHECK (kind IN ('police', 'prosecutor', 'investigating_judge', 'trial', 'testimony', 'confrontation',
      'judgment', 'appeal', 'mediation', 'administrative', 'other')),
  state text NOT NULL DEFAULT 'new',
  person_expected boolean,
  -- The hearing that it follows: adjourned, or entered by mistake and corrected.
  adjourned_from uuid,
  place bytea,
  note bytea,
  -- Random code under which it appears in a calendar feed, which contains nothing else.
  code text NOT NULL UNIQUE CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$'),
  added_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  added_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT hearings_of_a_case UNIQUE (id, case_id),
  CONSTRAINT hearings_adjourned_once UNIQUE (adjourned_from),
  FOREIGN KEY (proceeding_id, case_id) REFERENCES proceedings (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT hearings_adjourn_their_own
    FOREIGN KEY (adjourned_from, case_id) REFERENCES hearings (id, case_id) ON UPDATE CASCADE
);
CREATE UNIQUE INDEX hearings_once ON hearings (proceeding_id, court_id, starts_at)
  WHERE state IN ('new', 'planned');
CREATE INDEX hearings_by_day ON hearings (day) WHERE state = 'planned';
CREATE INDEX hearings_by_proceeding ON hearings (proceeding_id);
CREATE INDEX hearings_by_case ON hearings (case_id);
GRANT SELECT ON hearings TO mawa_app;
GRANT INSERT (id, proceeding_id, case_id, court_id, starts_at, kind, person_expected, adjourned_from, place,
  note, code) ON hearings TO mawa_app;
GRANT SELECT (id, proceeding_id, case_id, court_id, starts_at, day, state), UPDATE (state, place, note) ON
  hearings TO mawa_gate;
GRANT SELECT (id, proceeding_id, day, state) ON hearings TO mawa_figures;


-- A protection measure (list of kinds, version kind_version), asked for or granted; its state by legal_steps.
-- until_on is the end that was noted with it; the last end of its steps replaces it (measure_until).
CREATE TABLE protection_measures (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  proceeding_id uuid,
  kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]{2,60}$'),
  kind_version integer NOT NULL CHECK (kind_version >= 1),
  state text NOT NULL DEFAULT 'new',
  until_on date CHECK (until_on BETWEEN '2000-01-01' AND '2100-01-01'),
  added_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  added_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT protection_measures_of_a_case UNIQUE (id, case_id),
  FOREIGN KEY (proceeding_id, case_id) REFERENCES proceedings (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX protection_measures_by_case ON protection_measures (case_id);
GRANT SELECT ON protection_measures TO mawa_app;
GRANT INSERT (id, case_id, proceeding_id, kind, kind_version, until_on) ON protection_measures TO mawa_app;
GRANT SELECT (id, case_id, proceeding_id, state, until_on), UPDATE (state) ON protection_measures TO mawa_gate;
GRANT SELECT (id, kind, state) ON protection_measures TO mawa_figures;


-- What a court ordered, and by when.
CREATE TABLE court_orders (
  id uuid PRIMARY KEY,
  proceeding_id uuid NOT NULL,
  case_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]{2,60}$'),
  kind_version integer NOT NULL CHECK (kind_version >= 1),
  state text NOT NULL DEFAULT 'new',
  made_on date NOT NULL CHECK (made_on BETWEEN '2000-01-01' AND '2100-01-01'),
  due_on date,
  text bytea,
  added_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  added_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT court_orders_of_a_case UNIQUE (id, case_id),
  FOREIGN KEY (proceeding_id, case_id) REFERENCES proceedings (id, case_id) ON UPDATE CASCADE,
  CHECK (due_on BETWEEN made_on AND '2100-01-01')
);
CREATE INDEX court_orders_by_proceeding ON court_orders (proceeding_id);
CREATE INDEX court_orders_by_case ON court_orders (case_id);
GRANT SELECT ON court_orders TO mawa_app;
GRANT INSERT (id, proceeding_id, case_id, kind, kind_version, made_on, due_on, text) ON court_orders TO
  mawa_app;
GRANT SELECT (id, case_id, proceeding_id, state), UPDATE (state, text) ON court_orders TO mawa_gate;
GRANT SELECT (id, kind, state, made_on, due_on) ON court_orders TO mawa_figures;


-- A step of one proceeding, hearing, measure or order: from, to, the day, a code for how or by whom, a sealed
-- note. The trigger legal_step_moves checks it and moves the record. A granted measure gets a later end by a step that
-- leaves it granted.
CREATE TABLE legal_steps (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  proceeding_id uuid,
  hearing_id uuid,
  measure_id uuid,
  order_id uuid,
  of text NOT NULL
    GENERATED ALWAYS AS (CASE
          WHEN proceeding_id IS NOT NULL THEN 'proceeding'
          WHEN hearing_id IS NOT NULL THEN 'hearing'
          WHEN measure_id IS NOT NULL THEN 'measure'
          ELSE 'order'
        END) STORED,
  from_state text NOT NULL,
  to_state text NOT NULL,
  on_day date NOT NULL CHECK (on_day >= '2000-01-01'),
  detail text CHECK (detail ~ '^[a-z_]{2,40}$'),
  note bytea,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  place integer GENERATED ALWAYS AS IDENTITY,
  -- Last day of a measure, where the step sets it.
  until_on date,
  CONSTRAINT legal_steps_end_of_a_measure
    CHECK (until_on IS NULL
        OR (measure_id IS NOT NULL AND to_state = 'granted' AND until_on BETWEEN on_day AND '2100-01-01')),
  CONSTRAINT legal_steps_extend_until CHECK (from_state <> to_state OR until_on IS NOT NULL),
  FOREIGN KEY (proceeding_id, case_id) REFERENCES proceedings (id, case_id) ON UPDATE CASCADE,
  FOREIGN KEY (hearing_id, case_id) REFERENCES hearings (id, case_id) ON UPDATE CASCADE,
  FOREIGN KEY (measure_id, case_id) REFERENCES protection_measures (id, case_id) ON UPDATE CASCADE,
  FOREIGN KEY (order_id, case_id) REFERENCES court_orders (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT legal_steps_of_one_record
    CHECK (num_nonnulls(proceeding_id, hearing_id, measure_id, order_id) = 1)
);
CREATE INDEX legal_steps_by_proceeding_id ON legal_steps (proceeding_id, place)
  WHERE proceeding_id IS NOT NULL;
CREATE INDEX legal_steps_by_hearing_id ON legal_steps (hearing_id, place) WHERE hearing_id IS NOT NULL;
CREATE INDEX legal_steps_by_measure_id ON legal_steps (measure_id, place) WHERE measure_id IS NOT NULL;
CREATE INDEX legal_steps_by_order_id ON legal_steps (order_id, place) WHERE order_id IS NOT NULL;
CREATE INDEX legal_steps_by_case ON legal_steps (case_id);
GRANT SELECT, INSERT ON legal_steps TO mawa_app;
GRANT SELECT (case_id), UPDATE (note) ON legal_steps TO mawa_gate;
GRANT SELECT (proceeding_id, measure_id, order_id, from_state, to_state, on_day, place) ON legal_steps TO
  mawa_figures;
GRANT SELECT (measure_id, until_on, place) ON legal_steps TO mawa_gate;


-- An amount asked, awarded, paid or known not to be recoverable, in one currency a proceeding: the last asked and
-- awarded count, the others add up. One noted by mistake is retracted and counts no more.
CREATE TABLE compensation_amounts (
  id uuid PRIMARY KEY,
  proceeding_id uuid NOT NULL,
  case_id uuid NOT NULL,
  what text NOT NULL CHECK (what IN ('asked', 'awarded', 'paid', 'unrecoverable')),
  amount numeric(14,2) NOT NULL CHECK (amount > 0),
  currency text NOT NULL CHECK (currency IN ('MAD', 'USD', 'EUR', 'GBP', 'CHF')),
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  place integer GENERATED ALWAYS AS IDENTITY,
  retracted_at timestamptz,
  retracted_by uuid REFERENCES users (id),
  FOREIGN KEY (proceeding_id, case_id) REFERENCES proceedings (id, case_id) ON UPDATE CASCADE,
  CHECK ((retracted_at IS NULL) = (retracted_by IS NULL))
);
CREATE INDEX compensation_amounts_by_proceeding ON compensation_amounts (proceeding_id, place);
CREATE INDEX compensation_amounts_by_case ON compensation_amounts (case_id);
GRANT SELECT, INSERT ON compensation_amounts TO mawa_app;
GRANT SELECT (proceeding_id, what, amount, currency, on_day, place, retracted_at) ON compensation_amounts TO
  mawa_figures;
GRANT UPDATE (retracted_at, retracted_by) ON compensation_amounts TO mawa_app;
GRANT SELECT (proceeding_id, what, amount, currency, on_day, place, retracted_at) ON compensation_amounts TO
  mawa_gate;


-- How many accused of a proceeding have these characteristics; there is no place for a name. Each saving is a
-- revision, the last counts.
CREATE TABLE accused_counts (
  proceeding_id uuid,
  case_id uuid NOT NULL,
  revision integer CHECK (revision BETWEEN 1 AND 10000),
  sex text CHECK (sex IN ('female', 'male', 'unknown')),
  age_group text CHECK (age_group IN ('under_18', '18_25', '26_35', '36_50', 'over_50', 'adult', 'unknown')),
  nationality text CHECK (nationality ~ '^[A-Z]{2}$' OR nationality = 'unknown'),
  education text
    CHECK (education IN ('none', 'primary', 'lower_secondary', 'upper_secondary', 'higher', 'unknown')),
  count smallint NOT NULL CHECK (count BETWEEN 0 AND 500),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  PRIMARY KEY (proceeding_id, revision, sex, age_group, nationality, education),
  FOREIGN KEY (proceeding_id, case_id) REFERENCES proceedings (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX accused_counts_by_case ON accused_counts (case_id);
GRANT SELECT, INSERT ON accused_counts TO mawa_app;
GRANT SELECT (proceeding_id, revision, sex, age_group, nationality, education, count, at) ON accused_counts
  TO mawa_figures;


-- A note for a court as it was handed over, sealed under the key of the case. Deleted on erasure.
CREATE TABLE court_summaries (
  id uuid PRIMARY KEY,
  proceeding_id uuid NOT NULL,
  case_id uuid NOT NULL,
  language text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
  content bytea NOT NULL,
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  FOREIGN KEY (proceeding_id, case_id) REFERENCES proceedings (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX court_summaries_by_case ON court_summaries (case_id);
GRANT SELECT, INSERT ON court_summaries TO mawa_app;
GRANT DELETE ON court_summaries TO mawa_gate;
GRANT SELECT (case_id) ON court_summaries TO mawa_gate;


-- A secret calendar address of a user; only a digest of it is kept. One in use each.
CREATE TABLE hearing_feeds (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  token_digest bytea NOT NULL UNIQUE,
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  revoked_at timestamptz
);
CREATE UNIQUE INDEX hearing_feeds_one_each ON hearing_feeds (user_id) WHERE revoked_at IS NULL;
GRANT SELECT, INSERT ON hearing_feeds TO mawa_app;
GRANT SELECT ON hearing_feeds TO mawa_gate;
GRANT UPDATE (revoked_at) ON hearing_feeds TO mawa_app, mawa_gate;
