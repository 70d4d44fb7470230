-- ==== Shelters, rooms, beds ====

-- One row is one shelter, under a code name; where it stands is sealed apart (shelter_addresses). kind,
-- receives and languages show tonight's row of shelter_facts. Deleted, like rooms and beds, only when the
-- import that added it is taken back.
CREATE TABLE shelters (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  code_name text NOT NULL CHECK (length(code_name) BETWEEN 1 AND 60),
  -- A region of Morocco, '01' to '12' (list `regions`).
  region text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('emergency', 'temporary')),
  receives text[] NOT NULL
    CHECK (receives <@ ARRAY['woman', 'man', 'girl', 'boy', 'any_gender'] AND cardinality(receives) > 0),
  languages text[] NOT NULL DEFAULT '{}',
  maximum_stay_nights integer CHECK (maximum_stay_nights > 0),
  organisation_id uuid REFERENCES organisations (id),
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT mawa_now(),
  -- The code name in French, Arabic or English, where it differs: what pages in that language show (localized_name).
  names jsonb CONSTRAINT shelters_names_are_by_language CHECK (
    names <> '{}' AND names - ARRAY['fr', 'ar', 'en'] = '{}'
    AND NOT jsonb_path_exists(names, '$.* ? (@.type() != "string" || !(@ like_regex "^.{1,60}$"))')),
  CONSTRAINT shelters_code_name_once UNIQUE (code_name)
);
GRANT SELECT, INSERT ON shelters TO mawa_app;
GRANT SELECT, DELETE ON shelters TO mawa_gate;
GRANT SELECT ON shelters TO mawa_figures, mawa_blind;
GRANT SELECT (id, code_name, names) ON shelters TO mawa_blind;
GRANT UPDATE (code_name, names, region, maximum_stay_nights, organisation_id, active) ON shelters TO mawa_app;
GRANT UPDATE (kind, receives, languages) ON shelters TO mawa_gate;
-- night_rates and cost_allocations stand in grant-budgeting, whose tables come before shelters.
ALTER TABLE night_rates ADD CONSTRAINT night_rates_shelter_id_fkey
  FOREIGN KEY (shelter_id) REFERENCES shelters (id);
ALTER TABLE cost_allocations ADD CONSTRAINT cost_allocations_shelter_id_fkey
  FOREIGN KEY (shelter_id) REFERENCES shelters (id);


-- The address of one shelter, sealed with a key of its own (keys.record_keys, kind shelter).
CREATE TABLE shelter_addresses (
  shelter_id uuid PRIMARY KEY REFERENCES shelters (id),
  sealed bytea NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT mawa_now()
);
GRANT SELECT, INSERT, UPDATE ON shelter_addresses TO mawa_app;
GRANT SELECT (shelter_id, sealed) ON shelter_addresses TO mawa_blind;


-- The telephone of one shelter that is answered day and night, sealed with a key of its own (keys.record_keys,
-- kind duty_number). Nothing but the page of the shelter and the call for which a bed is held shows it.
CREATE TABLE shelter_duty_numbers (
  shelter_id uuid PRIMARY KEY REFERENCES shelters (id),
  sealed bytea NOT NULL,
  set_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  set_at timestamptz NOT NULL DEFAULT mawa_now()
);
GRANT SELECT, INSERT, UPDATE, DELETE ON shelter_duty_numbers TO mawa_app;


-- What one shelter is over one span of nights: kind, whom it receives, languages, doors, night staff. Added
-- and ended by administrators, from tonight on; the past is not rewritten (trigger shelter_facts_look_ahead).
CREATE TABLE shelter_facts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  shelter_id uuid NOT NULL REFERENCES shelters (id),
  during daterange NOT NULL CHECK (NOT isempty(during) AND lower(during) IS NOT NULL),
  kind text NOT NULL CHECK (kind IN ('emergency', 'temporary')),
  receives text[] NOT NULL
    CHECK (receives <@ ARRAY['woman', 'man', 'girl', 'boy', 'any_gender'] AND cardinality(receives) > 0),
  languages text[] NOT NULL DEFAULT '{}',
  doors_close time without time zone,
  doors_open time without time zone,
  late_arrivals boolean,
  night_staff text CHECK (night_staff IN ('awake', 'asleep', 'on_call', 'none')),
  set_by uuid REFERENCES users (id),
  set_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT shelter_facts_one_at_a_time EXCLUDE USING gist (shelter_id WITH =, during WITH &&),
  CONSTRAINT shelter_facts_doors_whole
    CHECK (num_nonnulls(doors_close, doors_open, late_arrivals) IN (0, 3)),
  CONSTRAINT shelter_facts_doors_in_turn
    CHECK ((doors_close + '12:00:00'::interval) < (doors_open + '12:00:00'::interval))
);
GRANT SELECT, INSERT ON shelter_facts TO mawa_app;
GRANT SELECT ON shelter_facts TO mawa_figures;
GRANT SELECT, INSERT, DELETE ON shelter_facts TO mawa_gate;
GRANT UPDATE (during) ON shelter_facts TO mawa_app;


-- How many nights a stay in one shelter may last, over one span of nights; null: no limit.
CREATE TABLE shelter_stay_limits (
  shelter_id uuid NOT NULL REFERENCES shelters (id),
  valid daterange NOT NULL CHECK (NOT isempty(valid) AND lower(valid) IS NOT NULL),
  nights integer CHECK (nights > 0),
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT shelter_stay_limits_one_at_a_time EXCLUDE USING gist (shelter_id WITH =, valid WITH &&)
);
GRANT SELECT, INSERT ON shelter_stay_limits TO mawa_app;
GRANT SELECT, DELETE ON shelter_stay_limits TO mawa_gate;
GRANT SELECT (shelter_id) ON shelter_stay_limits TO mawa_gate;
GRANT UPDATE (valid) ON shelter_stay_limits TO mawa_app;


-- One row is one room. mix, floor and step_free show tonight's row of room_facts and are written by
-- rooms_follow_their_facts() only.
CREATE TABLE rooms (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  shelter_id uuid NOT NULL REFERENCES shelters (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  mix text NOT NULL CHECK (mix IN ('women', 'men', 'family', 'minors', 'mixed')),
  floor smallint NOT NULL DEFAULT 0,
  step_free boolean NOT NULL DEFAULT false,
  -- The name in French, Arabic or English, where it differs: what pages in that language show (localized_name).
  names jsonb CONSTRAINT rooms_names_are_by_language CHECK (
    names <> '{}' AND names - ARRAY['fr', 'ar', 'en'] = '{}'
    AND NOT jsonb_path_exists(names, '$.* ? (@.type() != "string" || !(@ like_regex "^.{1,60}$"))')),
  UNIQUE (shelter_id, name),
  UNIQUE (id, shelter_id)
);
GRANT SELECT, INSERT, UPDATE ON rooms TO mawa_app;
GRANT SELECT ON rooms TO mawa_figures;
GRANT SELECT, UPDATE, DELETE ON rooms TO mawa_gate;


-- What one room is over one span of nights. Added and ended from tonight on; the past is not rewritten
-- (trigger room_facts_look_ahead).
CREATE TABLE room_facts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  room_id uuid NOT NULL REFERENCES rooms (id),
  during daterange NOT NULL CHECK (NOT isempty(during) AND lower(during) IS NOT NULL),
  mix text NOT NULL CHECK (mix IN ('women', 'men', 'family', 'minors', 'mixed')),
  floor smallint NOT NULL CHECK (floor BETWEEN '-5'::int AND 50),
  step_free boolean NOT NULL,
  near_staff boolean NOT NULL DEFAULT false,
  private_bathroom boolean NOT NULL DEFAULT false,
  set_by uuid REFERENCES users (id),
  set_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT room_facts_one_at_a_time EXCLUDE USING gist (room_id WITH =, during WITH &&)
);
GRANT SELECT, INSERT ON room_facts TO mawa_app;
GRANT SELECT, INSERT, DELETE ON room_facts TO mawa_gate;
GRANT SELECT ON room_facts TO mawa_figures;
GRANT UPDATE (during) ON room_facts TO mawa_app;


-- One row is one bed, with the span of nights on which it is in service. A label may come again in the room
-- once the earlier bed is out of service.
CREATE TABLE beds (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  room_id uuid NOT NULL,
  shelter_id uuid NOT NULL,
  label text NOT NULL CHECK (length(label) BETWEEN 1 AND 20),
  kind text NOT NULL CHECK (kind IN ('single', 'bunk_lower', 'bunk_upper', 'cot', 'overflow')),
  in_service daterange NOT NULL CHECK (NOT isempty(in_service) AND lower(in_service) IS NOT NULL),
  availability text NOT NULL DEFAULT 'year_round'
    CHECK (availability IN ('year_round', 'seasonal', 'overflow')),
  UNIQUE (id, shelter_id),
  CONSTRAINT beds_in_their_room FOREIGN KEY (room_id, shelter_id) REFERENCES rooms (id, shelter_id),
  CONSTRAINT beds_one_row_at_a_time EXCLUDE USING gist (room_id WITH =, label WITH =, in_service WITH &&),
  CONSTRAINT beds_of_a_season_end CHECK (availability <> 'seasonal' OR upper(in_service) IS NOT NULL)
);
CREATE INDEX beds_by_shelter ON beds (shelter_id);
GRANT SELECT, INSERT, UPDATE ON beds TO mawa_app;
GRANT SELECT, DELETE ON beds TO mawa_gate;
GRANT SELECT ON beds TO mawa_figures, mawa_blind;


-- ==== Requests and offers ====

-- One row asks for a bed for one or more people (request_people). Open until a bed is held (placed), it is
-- withdrawn, or expires_at passes. Changed in place.
CREATE TABLE bed_requests (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'placed', 'withdrawn', 'expired')),
  needed_from date NOT NULL,
  -- Null: until further notice.
  nights smallint CHECK (nights BETWEEN 1 AND 1000),
  urgency text NOT NULL CHECK (urgency IN ('tonight', 'days', 'planned')),
  source text NOT NULL CHECK (source IN ('hotline', 'police', 'ngo', 'self', 'shelter', 'other')),
  basis text NOT NULL CHECK (basis IN ('consent', 'vital_interest')),
  -- While a bed is held for it: until when; it does not expire before. Past: when the last hold lapsed or was given
  -- back.
  held_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT mawa_now(),
  created_by uuid NOT NULL REFERENCES users (id),
  -- The shelter it is addressed to; null: shown to all.
  shelter_id uuid REFERENCES shelters (id),
  expires_at timestamptz NOT NULL DEFAULT mawa_now() + make_interval(
    days => (mawa_setting('request_open_days'))::int),
  -- Answers of the person; null: not asked. `medical` is what the house must be able to do.
  risk text CHECK (risk IN ('none', 'some', 'high', 'immediate')),
  medical text CHECK (medical IN ('none', 'medicine', 'care', 'urgent')),
  interpreter text CHECK (interpreter ~ '^[a-z]{3}$'),
  near_region text CHECK (near_region ~ '^[A-Za-z0-9_-]{1,20}$'),
  near_why text CHECK (near_why IN ('hearing', 'school', 'care', 'work')),
  CONSTRAINT bed_requests_state_key UNIQUE (id, state),
  CONSTRAINT bed_requests_near_whole CHECK ((near_region IS NULL) = (near_why IS NULL))
);
CREATE INDEX bed_requests_open ON bed_requests (needed_from) WHERE state = 'open';
CREATE INDEX bed_requests_by_creation ON bed_requests (created_at);
CREATE INDEX bed_requests_expiring ON bed_requests (expires_at) WHERE state = 'open';
GRANT SELECT, INSERT ON bed_requests TO mawa_app;
GRANT SELECT ON bed_requests TO mawa_gate;
GRANT SELECT (id, created_at) ON bed_requests TO mawa_figures;
GRANT UPDATE (state, held_until, expires_at) ON bed_requests TO mawa_app;
GRANT UPDATE (state, held_until) ON bed_requests TO mawa_gate;


-- One row is one person of a bed request with what choosing a bed needs, copied from the case and kept up to
-- date, so that shelters see it and not the case.
CREATE TABLE request_people (
  request_id uuid REFERENCES bed_requests (id),
  case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  sex text CHECK (sex IN ('female', 'male', 'other')),
  -- Range of the age in whole years at needed_from.
  age_low smallint CHECK (age_low BETWEEN 0 AND 120),
  age_high smallint,
  -- The next age of the rules that the person reaches within the year (turns_on: that day), of those in
  -- rule_ages; birthday_known says whether it can be known.
  turns_age smallint,
  turns_on date,
  access_need text CHECK (access_need IN ('none', 'step_free')),
  pregnant boolean,
  languages text[] NOT NULL DEFAULT '{}',
  -- Carried from the request by a composite key.
  state text NOT NULL DEFAULT 'open',
  -- The file that stands for the person, where this one was joined to another (trigger person_is_known).
  person_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  birthday_known boolean,
  rule_ages smallint[] NOT NULL DEFAULT placing_ages(),
  PRIMARY KEY (request_id, case_id),
  CONSTRAINT request_people_follow_the_request
    FOREIGN KEY (request_id, state) REFERENCES bed_requests (id, state) ON UPDATE CASCADE,
  CHECK (age_high BETWEEN age_low AND 120),
  CHECK ((age_low IS NULL) = (age_high IS NULL))
);
CREATE INDEX request_people_by_case ON request_people (case_id);
CREATE INDEX request_people_by_person ON request_people (person_id) WHERE person_id IS NOT NULL;
CREATE UNIQUE INDEX request_people_one_open ON request_people (COALESCE(person_id, case_id))
  WHERE state = 'open';
GRANT SELECT, INSERT ON request_people TO mawa_app;
GRANT SELECT ON request_people TO mawa_gate;
GRANT UPDATE (sex, age_low, age_high, turns_age, turns_on, access_need, pregnant, languages, birthday_known,
  rule_ages) ON request_people TO mawa_app;
GRANT SELECT (person_id), UPDATE (age_low, age_high, turns_age, turns_on, access_need, pregnant, languages,
  person_id, birthday_known) ON request_people TO mawa_gate;


-- One row offers a bed of one shelter to one request until answer_by; the hold itself is a booking. At most
-- one without an answer per request. `score` and `rank` are its place in the waiting list at that moment.
CREATE TABLE bed_offers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  request_id uuid NOT NULL REFERENCES bed_requests (id),
  shelter_id uuid NOT NULL REFERENCES shelters (id),
  score smallint NOT NULL CHECK (score >= 0),
  rank smallint NOT NULL CHECK (rank >= 1),
  offered_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  offered_at timestamptz NOT NULL DEFAULT mawa_now(),
  answer_by timestamptz NOT NULL,
  answer text CHECK (answer IN ('accepted', 'declined', 'lapsed')),
  reason text CHECK (reason IN ('too_far', 'other_place', 'not_ready', 'not_suitable', 'wish', 'other')),
  answered_at timestamptz,
  answered_by uuid REFERENCES users (id),
  CONSTRAINT bed_offers_have_a_window CHECK (answer_by > offered_at),
  CONSTRAINT bed_offers_answer_whole
    CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)),
  CONSTRAINT bed_offers_say_why CHECK ((NOT (answer IS DISTINCT FROM 'declined')) = (reason IS NOT NULL))
);
CREATE UNIQUE INDEX bed_offers_one_open ON bed_offers (request_id) WHERE answer IS NULL;
CREATE INDEX bed_offers_by_request ON bed_offers (request_id);
GRANT SELECT ON bed_offers TO mawa_gate;
GRANT SELECT, INSERT ON bed_offers TO mawa_app;
GRANT UPDATE (answer_by, answer, reason, answered_at, answered_by) ON bed_offers TO mawa_app;
GRANT UPDATE (answer, answered_at, answered_by) ON bed_offers TO mawa_gate;


-- One row counts people who asked for a bed and got none; no names. Taken back by whoever entered it, never
-- deleted.
CREATE TABLE bed_turn_aways (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  night date NOT NULL DEFAULT mawa_tonight(),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  shelter_id uuid REFERENCES shelters (id),
  source text NOT NULL CHECK (source IN ('hotline', 'police', 'ngo', 'self', 'shelter', 'other')),
  people smallint NOT NULL CHECK (people BETWEEN 1 AND 200),
  children smallint NOT NULL DEFAULT 0,
  reason text NOT NULL
    CHECK (reason IN ('no_bed', 'no_fitting_bed', 'not_received_here', 'safety', 'own_choice', 'other')),
  retracted_at timestamptz,
  retracted_by uuid REFERENCES users (id),
  CHECK (children BETWEEN 0 AND people),
  CONSTRAINT bed_turn_aways_retracted_whole CHECK ((retracted_at IS NULL) = (retracted_by IS NULL))
);
CREATE INDEX bed_turn_aways_by_night ON bed_turn_aways (night);
CREATE INDEX bed_turn_aways_by_time ON bed_turn_aways (at);
GRANT SELECT, INSERT ON bed_turn_aways TO mawa_app;
GRANT SELECT (at, reason, retracted_at) ON bed_turn_aways TO mawa_figures;
GRANT UPDATE (retracted_at, retracted_by) ON bed_turn_aways TO mawa_app;


-- ==== Rules of placing ====

-- One row is one version of the rules of placing (ages, numbers, points, and which hard rules only ask).
-- Drafted by one person, approved by another who wrote nothing of it, then never changed. The one in force is
-- the latest whose in_force_from has passed.
CREATE TABLE rule_sets (
  version integer PRIMARY KEY CHECK (version BETWEEN 1 AND 9999),
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'approved', 'dropped')),
  definition jsonb NOT NULL,
  source text NOT NULL CHECK (length(source) BETWEEN 3 AND 600),
  note text CHECK (length(note) <= 1000),
  revision integer NOT NULL DEFAULT 1,
  author_id uuid NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT mawa_now(),
  -- Everybody who changed the draft; none of them approves.
  writers uuid[] NOT NULL,
  approved_by uuid REFERENCES users (id),
  approved_at timestamptz,
  in_force_from timestamptz,
  -- Since when the draft has a note: then it is ready for a second person. Written by a trigger.
  ready_at timestamptz,
  CONSTRAINT rule_sets_approved_by_another
    CHECK (approved_by <> ALL (writers) AND approved_by <> author_id),
  CONSTRAINT rule_sets_approval_is_whole
    CHECK (num_nonnulls(approved_by, approved_at, in_force_from)
             = (CASE state WHEN 'approved' THEN 3 ELSE 0 END)),
  CONSTRAINT rule_sets_not_back_in_time CHECK (in_force_from >= approved_at),
  -- Protective rules (minors, sexes, infants …) can never become a mere question.
  CONSTRAINT rule_sets_never_relax_protection
    CHECK ((definition -> 'relaxed') <@ '["received", "mix", "access", "bunk", "cot", "siblings"]'::jsonb
        AND jsonb_typeof(definition -> 'relaxed') = 'array'),
  CONSTRAINT rule_sets_have_ages
    CHECK (jsonb_typeof(definition -> 'ages') = 'object'
        AND jsonb_typeof(definition -> 'points') = 'object')
);
CREATE UNIQUE INDEX rule_sets_one_draft ON rule_sets (state) WHERE state = 'draft';
CREATE INDEX rule_sets_in_force ON rule_sets (in_force_from DESC, version DESC) WHERE state = 'approved';
GRANT SELECT, INSERT ON rule_sets TO mawa_app;
GRANT UPDATE (state, definition, source, note, revision, writers, approved_by, approved_at, in_force_from)
  ON rule_sets TO mawa_app;


-- ==== Bookings ====

-- One row takes one bed for a span of nights, without a person (booking_people says who): hold, promised,
-- stay, ended, blocked (out of service) or void (takes no night). States change in place; booking_changes
-- keeps each step.
CREATE TABLE bookings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  bed_id uuid NOT NULL,
  shelter_id uuid NOT NULL,
  nights daterange NOT NULL,
  state text NOT NULL CHECK (state IN ('hold', 'promised', 'stay', 'blocked', 'ended', 'void')),
  -- A hold past this instant counts as free everywhere, whether it was made void or not.
  hold_until timestamptz,
  -- Woman, man, girl or boy, for the calendar; null where sex or age is not known.
  mix_sign text CHECK (mix_sign IN ('woman', 'man', 'girl', 'boy')),
  -- Of a blocked bed: a code of the list block_reasons (version reason_version). Of a stay without a
  -- check-in: why.
  reason text,
  outcome text
    CHECK (outcome IN ('left', 'no_show', 'cancelled', 'lapsed', 'day_visit', 'moved', 'reopened', 'undone')),
  checked_in_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT mawa_now(),
  created_by uuid NOT NULL REFERENCES users (id),
  -- Exit date, infinity while the stay is open; for indexes with leakproof operators.
  ends_on date NOT NULL GENERATED ALWAYS AS (COALESCE(upper(nights), 'infinity')) STORED,
  reason_version integer CHECK (reason_version > 0),
  -- The version of the rules by which the bed was chosen; never changed.
  rule_set integer REFERENCES rule_sets (version),
  CONSTRAINT bookings_calendar_key UNIQUE (id, nights, state),
  CONSTRAINT bookings_of_their_bed FOREIGN KEY (bed_id, shelter_id) REFERENCES beds (id, shelter_id),
  -- A bed is not given twice on a night.
  CONSTRAINT bookings_one_bed_once EXCLUDE USING gist (bed_id WITH =, nights WITH &&)
    WHERE (state <> 'void'),
  CONSTRAINT bookings_have_nights CHECK (NOT isempty(nights) AND lower(nights) IS NOT NULL),
  CONSTRAINT bookings_hold_has_an_end CHECK ((state = 'hold') = (hold_until IS NOT NULL)),
  CONSTRAINT bookings_stay_is_checked_in
    CHECK (state NOT IN ('stay', 'ended') OR checked_in_at IS NOT NULL OR reason IS NOT NULL),
  CONSTRAINT bookings_ended_is_closed CHECK (state <> 'ended' OR upper(nights) IS NOT NULL),
  CONSTRAINT bookings_reason_is_a_code CHECK (reason ~ '^[a-z_]{3,40}$'),
  CONSTRAINT bookings_version_of_a_reason CHECK (reason_version IS NULL OR reason IS NOT NULL)
);
CREATE INDEX bookings_by_shelter ON bookings (shelter_id, state);
CREATE INDEX bookings_holds ON bookings (hold_until) WHERE state = 'hold';
CREATE INDEX bookings_by_bed_and_end ON bookings (bed_id, ends_on) WHERE state <> 'void';
CREATE INDEX bookings_by_end ON bookings (ends_on) WHERE state <> 'void';
-- Stays that end soon or are overdue, however many have ended.
CREATE INDEX bookings_stays_by_end ON bookings (ends_on) WHERE state = 'stay';
-- The order of the export of stays.
CREATE INDEX bookings_by_first_night ON bookings (lower(nights), id);
CREATE INDEX bookings_by_shelter_and_end ON bookings (shelter_id, ends_on) WHERE state <> 'void';
-- The stays and blocked beds of a shelter over some nights, however long its history is.
CREATE INDEX bookings_by_shelter_and_nights ON bookings USING gist (shelter_id, nights)
  WHERE state IN ('stay', 'ended', 'blocked');
GRANT SELECT, INSERT, UPDATE ON bookings TO mawa_app, mawa_gate;
GRANT SELECT ON bookings TO mawa_figures, mawa_blind;


-- Who one booking is for. The only table that joins bed and case; nights and state are carried from bookings
-- by a composite key, so that a person has one bed a night and one active booking.
CREATE TABLE booking_people (
  booking_id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  request_id uuid REFERENCES bed_requests (id),
  nights daterange NOT NULL,
  state text NOT NULL,
  -- The file that stands for the person, where this one was joined to another.
  person_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  CONSTRAINT booking_people_follow_the_calendar
    FOREIGN KEY (booking_id, nights, state) REFERENCES bookings (id, nights, state) ON UPDATE CASCADE,
  CONSTRAINT booking_people_one_person_once EXCLUDE USING gist (
    COALESCE(person_id, case_id) WITH =, nights WITH &&)
    WHERE (state <> 'void')
);
CREATE INDEX booking_people_by_case ON booking_people (case_id);
CREATE INDEX booking_people_by_request ON booking_people (request_id);
CREATE INDEX booking_people_by_person ON booking_people (person_id) WHERE person_id IS NOT NULL;
-- The stays of a person one after the other.
CREATE INDEX booking_people_by_person_and_night ON booking_people (COALESCE(person_id, case_id), lower(nights))
  WHERE state IN ('stay', 'ended');
CREATE UNIQUE INDEX booking_people_one_active ON booking_people (COALESCE(person_id, case_id))
  WHERE state IN ('hold', 'promised', 'stay');
GRANT SELECT, INSERT ON booking_people TO mawa_app, mawa_gate;
GRANT SELECT ON booking_people TO mawa_blind;
GRANT SELECT (booking_id, case_id, nights, state, person_id) ON booking_people TO mawa_figures;
GRANT SELECT (booking_id, case_id, state, person_id), UPDATE (person_id) ON booking_people TO mawa_gate;


-- One row sets for how many hours a bed of this shelter is to be prepared after somebody left it; 0 is not at
-- all. The last one counts; a shelter without a row prepares no bed.
CREATE TABLE bed_preparation_hours (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  shelter_id uuid NOT NULL REFERENCES shelters (id),
  hours integer NOT NULL CHECK (hours BETWEEN 0 AND 168),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX bed_preparation_hours_last ON bed_preparation_hours (shelter_id, id DESC);
GRANT SELECT, INSERT ON bed_preparation_hours TO mawa_app;


-- One row is one bed that somebody left and that is to be prepared: nobody is placed in it tonight until
-- somebody says that it is ready, or until until_at. Occupied: somebody who was expected there, or whose exit
-- was undone, took it first.
CREATE TABLE bed_preparations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  bed_id uuid NOT NULL,
  shelter_id uuid NOT NULL,
  since timestamptz NOT NULL DEFAULT mawa_now(),
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  -- Past it the bed counts as ready everywhere, whether the row was ended or not.
  until_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by uuid REFERENCES users (id),
  outcome text CHECK (outcome IN ('ready', 'occupied', 'lapsed')),
  CONSTRAINT bed_preparations_of_their_bed FOREIGN KEY (bed_id, shelter_id) REFERENCES beds (id, shelter_id),
  CONSTRAINT bed_preparations_have_an_end CHECK (until_at > since),
  CONSTRAINT bed_preparations_end_is_signed CHECK (
    (outcome IS NULL) = (ended_at IS NULL)
    AND (ended_by IS NOT NULL) = coalesce(outcome IN ('ready', 'occupied'), false))
);
CREATE UNIQUE INDEX bed_preparations_one_open ON bed_preparations (bed_id) WHERE ended_at IS NULL;
CREATE INDEX bed_preparations_by_shelter ON bed_preparations (shelter_id) WHERE ended_at IS NULL;
GRANT SELECT, INSERT ON bed_preparations TO mawa_app;
GRANT UPDATE (ended_at, ended_by, outcome) ON bed_preparations TO mawa_app;
GRANT SELECT ON bed_preparations TO mawa_gate;


-- One row is one step of one booking; added with it, never changed. `reason` names the step, not a cause.
CREATE TABLE booking_changes (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  booking_id uuid NOT NULL REFERENCES bookings (id),
  from_state text,
  to_state text NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL,
  reason text,
  nights_before daterange,
  CONSTRAINT booking_changes_reason_is_a_step
    CHECK (reason IN ('hold', 'block', 'renew', 'promise', 'release', 'lapsed', 'lapse', 'check_in', 'cancel',
                      'no_show', 'plan_exit', 'prolong', 'exit', 'day_visit', 'unblock', 'withdraw_block',
                      'from_records', 'move_out', 'move_in', 'undo_check_in', 'undo_exit', 'undo_move'))
);
CREATE INDEX booking_changes_by_booking ON booking_changes (booking_id);
GRANT SELECT, INSERT ON booking_changes TO mawa_app, mawa_gate;
GRANT SELECT (booking_id) ON booking_changes TO mawa_gate;


-- One row says on what basis a person may be received in a shelter; without it there is no check-in (trigger
-- arrivals_are_agreed).
CREATE TABLE arrival_agreements (
  booking_id uuid PRIMARY KEY REFERENCES bookings (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  basis text NOT NULL CHECK (basis IN ('holder', 'hotline', 'addressed', 'emergency')),
  reason text CHECK (reason ~ '^[a-z_]{3,40}$'),
  list_version text,
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CHECK ((basis = 'emergency') = (reason IS NOT NULL) AND (reason IS NULL) = (list_version IS NULL))
);
CREATE INDEX arrival_agreements_by_case ON arrival_agreements (case_id);
GRANT SELECT, INSERT ON arrival_agreements TO mawa_app, mawa_gate;
COMMENT ON COLUMN arrival_agreements.basis IS 'holder: somebody who holds the case and may agree; hotline: an operator who holds it kept the bed; addressed: asked of this house; emergency: received without an agreement';


-- One row is one finding about an arrival, by somebody who answers for the case.
CREATE TABLE arrival_reviews (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  booking_id uuid NOT NULL REFERENCES bookings (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  finding text NOT NULL CHECK (finding IN ('agreed', 'objected')),
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX arrival_reviews_by_case ON arrival_reviews (case_id);
GRANT SELECT, INSERT ON arrival_reviews TO mawa_app;


-- A note on a booking or a request, sealed with the key of the case.
CREATE TABLE bed_notes (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  booking_id uuid REFERENCES bookings (id),
  request_id uuid REFERENCES bed_requests (id),
  about text NOT NULL
    CHECK (about IN ('hold', 'release', 'plan_exit', 'withdraw', 'override', 'request', 'move')),
  text_sealed bytea NOT NULL,
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CHECK (booking_id IS NOT NULL OR request_id IS NOT NULL)
);
CREATE INDEX bed_notes_by_case ON bed_notes (case_id);
CREATE INDEX bed_notes_by_booking ON bed_notes (booking_id);
CREATE INDEX bed_notes_by_request ON bed_notes (request_id) WHERE request_id IS NOT NULL;
GRANT SELECT, INSERT ON bed_notes TO mawa_app;


-- A note on a bed out of service, sealed with the key of the shelter.
CREATE TABLE block_notes (
  booking_id uuid PRIMARY KEY REFERENCES bookings (id),
  shelter_id uuid NOT NULL REFERENCES shelters (id),
  sealed bytea NOT NULL
);
GRANT SELECT, INSERT ON block_notes TO mawa_app;


-- ==== Rules set aside ====

-- One row asks that hard rules be set aside for one request, until a date (`until`, the first night on which
-- it no longer counts). What is asked stands in override_rules.
CREATE TABLE override_asks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  request_id uuid NOT NULL REFERENCES bed_requests (id),
  rule_set integer NOT NULL REFERENCES rule_sets (version),
  "until" date NOT NULL,
  asked_by uuid NOT NULL REFERENCES users (id),
  asked_at timestamptz NOT NULL DEFAULT mawa_now(),
  UNIQUE (id, asked_by)
);
CREATE INDEX override_asks_by_time ON override_asks (asked_at);
GRANT SELECT, INSERT ON override_asks TO mawa_app;
GRANT SELECT ON override_asks TO mawa_gate;
GRANT SELECT (id, until, asked_at) ON override_asks TO mawa_figures;


-- One row is one rule asked to be set aside for one person in one held bed; `code` is why the rule refused.
-- Protective rules are not in the list and can never be set aside.
CREATE TABLE override_rules (
  ask_id uuid NOT NULL,
  asked_by uuid NOT NULL,
  booking_id uuid REFERENCES bookings (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  rule text,
  code text CHECK (code ~ '^[a-z_]{3,40}$'),
  PRIMARY KEY (booking_id, rule, code),
  FOREIGN KEY (ask_id, asked_by) REFERENCES override_asks (id, asked_by),
  CONSTRAINT override_rules_never_protection
    CHECK (rule IN ('received', 'mix', 'access', 'bunk', 'cot', 'siblings'))
);
CREATE INDEX override_rules_by_ask ON override_rules (ask_id);
CREATE INDEX override_rules_by_case ON override_rules (case_id);
GRANT SELECT, INSERT ON override_rules TO mawa_app;
GRANT SELECT ON override_rules TO mawa_gate;
GRANT SELECT (ask_id, booking_id, rule, code) ON override_rules TO mawa_figures;


-- The answer to one override_asks row, by another person. Without "agreed" the hold cannot be promised or
-- become a stay.
CREATE TABLE override_answers (
  ask_id uuid PRIMARY KEY,
  asked_by uuid NOT NULL,
  answer text NOT NULL CHECK (answer IN ('agreed', 'refused')),
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  FOREIGN KEY (ask_id, asked_by) REFERENCES override_asks (id, asked_by),
  CONSTRAINT override_answers_by_another CHECK (by <> asked_by)
);
GRANT SELECT, INSERT ON override_answers TO mawa_app;
GRANT SELECT ON override_answers TO mawa_gate;
GRANT SELECT (ask_id, answer, at) ON override_answers TO mawa_figures;


-- ==== Plans for a group ====

-- One row is one draft that places the people of several requests at once, worked out by a job; seen by its
-- maker. No person and no bed stand in it.
CREATE TABLE group_plans (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  state text NOT NULL DEFAULT 'thinking' CHECK (state IN ('thinking', 'proposed')),
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  job_id uuid REFERENCES jobs (id),
  free_beds integer CHECK (free_beds >= 0),
  -- Points of the plan and the proven upper bound; null where the solver found nothing in time.
  worth numeric(10,2),
  bound numeric(10,2),
  seconds numeric(6,1),
  -- What placing in order of arrival would have reached, for comparison.
  hand_people smallint,
  hand_points integer,
  CONSTRAINT group_plans_compare
    CHECK (state = 'thinking'
        OR (hand_people IS NOT NULL AND hand_points IS NOT NULL AND free_beds IS NOT NULL)),
  CONSTRAINT group_plans_prove CHECK ((worth IS NULL) = (bound IS NULL))
);
CREATE INDEX group_plans_by_maker ON group_plans (made_by, made_at DESC);
GRANT SELECT, INSERT ON group_plans TO mawa_app;
GRANT UPDATE (state, job_id, free_beds, worth, bound, seconds, hand_people, hand_points) ON group_plans TO
  mawa_app;


-- One row is one bed request in a plan: whether it has beds, was moved by hand, left out or held. `reasons`
-- are codes of rules, no facts of people.
CREATE TABLE group_plan_parties (
  plan_id uuid REFERENCES group_plans (id) ON DELETE CASCADE,
  request_id uuid REFERENCES bed_requests (id),
  place smallint NOT NULL CHECK (place BETWEEN 1 AND 120),
  people smallint NOT NULL CHECK (people BETWEEN 1 AND 10),
  state text NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'proposed', 'without', 'left_out', 'held')),
  by_hand boolean NOT NULL DEFAULT false,
  points integer,
  questions smallint NOT NULL DEFAULT 0,
  reasons jsonb NOT NULL DEFAULT '[]'::jsonb CHECK (length(reasons::text) <= 20000),
  refused jsonb CHECK (length(refused::text) <= 2000),
  PRIMARY KEY (plan_id, request_id),
  CONSTRAINT group_plan_parties_one_a_place UNIQUE (plan_id, place)
);
CREATE INDEX group_plan_parties_by_request ON group_plan_parties (request_id);
GRANT SELECT, INSERT ON group_plan_parties TO mawa_app;
GRANT UPDATE (state, by_hand, points, questions, reasons, refused) ON group_plan_parties TO mawa_app;


-- One row gives one bed to the person at one place of a request in a plan.
CREATE TABLE group_plan_beds (
  plan_id uuid,
  request_id uuid NOT NULL,
  place smallint NOT NULL CHECK (place BETWEEN 1 AND 10),
  bed_id uuid REFERENCES beds (id),
  PRIMARY KEY (plan_id, bed_id),
  CONSTRAINT group_plan_beds_one_each UNIQUE (plan_id, request_id, place),
  FOREIGN KEY (plan_id, request_id) REFERENCES group_plan_parties (plan_id, request_id) ON DELETE CASCADE
);
GRANT SELECT, INSERT, DELETE ON group_plan_beds TO mawa_app;


-- One row is one step in a plan: who did what, when.
CREATE TABLE group_plan_changes (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  plan_id uuid NOT NULL REFERENCES group_plans (id) ON DELETE CASCADE,
  request_id uuid REFERENCES bed_requests (id),
  what text NOT NULL CHECK (what IN ('asked', 'proposed', 'moved', 'left_out', 'held', 'refused')),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX group_plan_changes_by_plan ON group_plan_changes (plan_id);
GRANT SELECT, INSERT ON group_plan_changes TO mawa_app;


-- ==== Moves, length and end of stays ====

-- One row is one change of beds (transfer or exchange) from one night on; its people are bed_move_parts. May
-- be taken back for undo_days.
CREATE TABLE bed_moves (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL CHECK (kind IN ('transfer', 'swap')),
  night date NOT NULL,
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  undone_by uuid REFERENCES users (id),
  undone_at timestamptz,
  CHECK ((undone_at IS NULL) = (undone_by IS NULL))
);
GRANT SELECT ON bed_moves TO mawa_app;
GRANT SELECT, INSERT ON bed_moves TO mawa_gate;
GRANT UPDATE (undone_by, undone_at) ON bed_moves TO mawa_app;


-- One person of a change of beds: the booking left and the booking opened.
CREATE TABLE bed_move_parts (
  move_id uuid REFERENCES bed_moves (id),
  case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  from_booking uuid NOT NULL REFERENCES bookings (id),
  to_booking uuid NOT NULL UNIQUE REFERENCES bookings (id),
  PRIMARY KEY (move_id, case_id),
  CHECK (from_booking <> to_booking)
);
CREATE INDEX bed_move_parts_by_case ON bed_move_parts (case_id);
CREATE INDEX bed_move_parts_by_old ON bed_move_parts (from_booking);
GRANT SELECT ON bed_move_parts TO mawa_app;
GRANT SELECT, INSERT ON bed_move_parts TO mawa_gate;


-- One row asks for more nights than the shelter's limit; decided by another person, once. `sealed` is a note
-- under the key of the case; `reason` a code of the list extension_reasons.
CREATE TABLE stay_extensions (
  id uuid PRIMARY KEY,
  booking_id uuid NOT NULL REFERENCES bookings (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  nights smallint NOT NULL CHECK (nights BETWEEN 1 AND 365),
  reason text NOT NULL CHECK (reason ~ '^[a-z_]{3,40}$'),
  list_version integer NOT NULL CHECK (list_version > 0),
  sealed bytea,
  asked_by uuid NOT NULL REFERENCES users (id),
  asked_at timestamptz NOT NULL DEFAULT mawa_now(),
  decision text CHECK (decision IN ('approved', 'refused')),
  decided_by uuid REFERENCES users (id),
  decided_at timestamptz,
  CHECK (num_nonnulls(decision, decided_by, decided_at) IN (0, 3)),
  CONSTRAINT stay_extensions_second_person CHECK (decided_by <> asked_by)
);
CREATE UNIQUE INDEX stay_extensions_one_open ON stay_extensions (booking_id) WHERE decision IS NULL;
CREATE INDEX stay_extensions_by_booking ON stay_extensions (booking_id);
CREATE INDEX stay_extensions_by_case ON stay_extensions (case_id);
GRANT SELECT, INSERT ON stay_extensions TO mawa_app;
GRANT SELECT ON stay_extensions TO mawa_gate;
GRANT UPDATE (decision, decided_by, decided_at) ON stay_extensions TO mawa_app;


-- One row marks that the people responsible were notified, this many days before this end of this stay, so that
-- they are notified once.
CREATE TABLE stay_warnings (
  booking_id uuid REFERENCES bookings (id),
  ends_on date,
  days smallint,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (booking_id, ends_on, days)
);
GRANT SELECT, INSERT ON stay_warnings TO mawa_gate;


-- One row is the exit from one stay: day, destination (list exit_destinations) and the day to ask how the
-- person is. Taken back by undone_at.
CREATE TABLE stay_exits (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  booking_id uuid NOT NULL REFERENCES bookings (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  left_on date NOT NULL,
  destination text CHECK (destination ~ '^[a-z_]{3,40}$'),
  list_version integer CHECK (list_version > 0),
  follow_up_on date,
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  undone_by uuid REFERENCES users (id),
  undone_at timestamptz,
  CHECK (follow_up_on >= left_on),
  CHECK ((destination IS NULL) = (list_version IS NULL)),
  CHECK ((undone_at IS NULL) = (undone_by IS NULL))
);
CREATE UNIQUE INDEX stay_exits_once ON stay_exits (booking_id) WHERE undone_at IS NULL;
CREATE INDEX stay_exits_by_case ON stay_exits (case_id);
GRANT SELECT, INSERT ON stay_exits TO mawa_app;
GRANT SELECT (booking_id, left_on, destination, list_version, undone_at) ON stay_exits TO mawa_figures;
GRANT UPDATE (undone_by, undone_at) ON stay_exits TO mawa_app;


-- One row is one stay of before Mawa, brought in from a file. It takes no bed of the calendar, is in no closed
-- night and is charged to nothing; figures of nights leave it out. Deleted only when its import is undone.
CREATE TABLE past_stays (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  shelter_id uuid NOT NULL REFERENCES shelters (id),
  -- Where the file names a bed that the shelter has today.
  bed_id uuid,
  -- Whom the room received, where the file says it.
  room_mix text CHECK (room_mix IN ('women', 'men', 'family', 'minors', 'mixed')),
  -- From the night of arrival to the day of departure, which is not a night.
  nights daterange NOT NULL,
  -- Code of the list exit_destinations in the version list_version; null where the file does not say.
  destination text CHECK (destination ~ '^[a-z_]{3,40}$'),
  list_version integer CHECK (list_version > 0),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT past_stays_of_their_bed FOREIGN KEY (bed_id, shelter_id) REFERENCES beds (id, shelter_id),
  CONSTRAINT past_stays_have_nights
    CHECK (NOT isempty(nights) AND lower(nights) >= '2000-01-01' AND upper(nights) IS NOT NULL),
  CONSTRAINT past_stays_version_of_a_destination CHECK ((destination IS NULL) = (list_version IS NULL)),
  CONSTRAINT past_stays_one_person_once EXCLUDE USING gist (case_id WITH =, nights WITH &&),
  CONSTRAINT past_stays_one_bed_once EXCLUDE USING gist (bed_id WITH =, nights WITH &&)
    WHERE (bed_id IS NOT NULL)
);
CREATE INDEX past_stays_by_shelter ON past_stays (shelter_id, lower(nights));
GRANT SELECT, INSERT, DELETE ON past_stays TO mawa_app;
GRANT SELECT ON past_stays TO mawa_gate;
GRANT SELECT (id, case_id, shelter_id, nights) ON past_stays TO mawa_figures;


-- For each code of the list exit_destinations: the number of HUD's destination list, if any, and its range.
-- Reference data.
CREATE TABLE exit_destination_codes (
  code text PRIMARY KEY CHECK (code ~ '^[a-z_]{3,40}$'),
  hud smallint,
  range text NOT NULL CHECK (range IN ('homeless', 'institutional', 'temporary', 'permanent', 'other')),
  CONSTRAINT exit_destination_in_its_range
    CHECK (hud IS NULL
        OR range = (CASE hud / 100
                      WHEN 1 THEN 'homeless'
                      WHEN 2 THEN 'institutional'
                      WHEN 3 THEN 'temporary'
                      WHEN 4 THEN 'permanent'
                      ELSE 'other'
                    END))
);
GRANT SELECT ON exit_destination_codes TO mawa_app, mawa_figures;


-- ==== Nights and presence ====

-- One row is one night that was closed: its stays were charged.
CREATE TABLE closed_nights (
  night date PRIMARY KEY,
  closed_at timestamptz NOT NULL DEFAULT mawa_now(),
  closed_by uuid NOT NULL REFERENCES users (id),
  -- How many stays were charged.
  charged integer NOT NULL DEFAULT 0
);
GRANT SELECT, INSERT ON closed_nights TO mawa_app;
GRANT SELECT ON closed_nights TO mawa_figures, mawa_gate;
GRANT DELETE ON closed_nights TO mawa_gate;


-- One row is one time that a closed night was opened again, by whom and why; its row of closed_nights is gone
-- then. Written by reopen_night() only. No person is named in the reason.
CREATE TABLE night_reopenings (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  night date NOT NULL,
  -- When it had been closed, and how many stays were charged.
  closed_at timestamptz NOT NULL,
  charged integer NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 3 AND 500),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX night_reopenings_by_night ON night_reopenings (night, id DESC);
GRANT SELECT ON night_reopenings TO mawa_app;
GRANT INSERT ON night_reopenings TO mawa_gate;


-- What one closed night counts for one shelter, without a person: written when the night closes (source
-- closing), and once more with the difference for each later change of bookings, beds or absences
-- (correction) and for what was loaded past the triggers (rebuild). A figure is the sum of the rows of its
-- nights. Written by recount_nights() only, never changed.
CREATE TABLE night_counts (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  night date NOT NULL REFERENCES closed_nights (night) ON DELETE CASCADE,
  shelter_id uuid NOT NULL REFERENCES shelters (id) ON DELETE CASCADE,
  source text NOT NULL CHECK (source IN ('closing', 'correction', 'rebuild')),
  -- People who slept there: checked in, nights away left out.
  slept integer NOT NULL,
  -- Beds in service, less those out of service for a reason.
  beds integer NOT NULL,
  -- Rooms in which a bed was taken by somebody checked in.
  rooms_slept integer NOT NULL,
  -- Rooms with a bed that could be slept in.
  rooms integer NOT NULL
);
CREATE INDEX night_counts_by_night ON night_counts (night, shelter_id)
  INCLUDE (slept, beds, rooms_slept, rooms);
GRANT SELECT ON night_counts TO mawa_figures;
GRANT SELECT, INSERT ON night_counts TO mawa_gate;


-- One row is one mark of one person for one night; the last one of a night counts.
CREATE TABLE roll_calls (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  booking_id uuid NOT NULL REFERENCES bookings (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  night date NOT NULL,
  presence text CHECK (presence IN ('here', 'leave', 'missing')),
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX roll_calls_by_night ON roll_calls (booking_id, night, id);
CREATE INDEX roll_calls_by_case ON roll_calls (case_id);
GRANT SELECT, INSERT ON roll_calls TO mawa_app;
GRANT SELECT ON roll_calls TO mawa_gate;
COMMENT ON COLUMN roll_calls.presence IS 'The mark of the night; null takes the mark back, and nothing was said of the night.';


-- One row: this person kept the bed on this night and did not sleep in it. It is not counted as a night and
-- not charged.
CREATE TABLE nights_away (
  booking_id uuid REFERENCES bookings (id),
  night date,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  why text NOT NULL CHECK (why IN ('leave', 'missing')),
  PRIMARY KEY (booking_id, night)
);
CREATE INDEX nights_away_by_case ON nights_away (case_id);
GRANT SELECT, INSERT, DELETE ON nights_away TO mawa_app;
GRANT SELECT, INSERT ON nights_away TO mawa_gate;
GRANT UPDATE (booking_id, why) ON nights_away TO mawa_app;
GRANT SELECT (booking_id, night, why) ON nights_away TO mawa_figures;


-- One row is an agreed absence of a person over a span of nights; their bed is kept.
CREATE TABLE stay_leaves (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  booking_id uuid NOT NULL REFERENCES bookings (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  nights daterange NOT NULL
    CHECK (NOT isempty(nights) AND lower(nights) IS NOT NULL AND upper(nights) IS NOT NULL),
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  ended_by uuid REFERENCES users (id),
  ended_at timestamptz,
  CONSTRAINT stay_leaves_one_at_a_time EXCLUDE USING gist (case_id WITH =, nights WITH &&)
    WHERE (ended_at IS NULL),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX stay_leaves_by_case ON stay_leaves (case_id);
GRANT SELECT, INSERT ON stay_leaves TO mawa_app;
GRANT UPDATE (booking_id, nights, ended_by, ended_at) ON stay_leaves TO mawa_app;


-- One row is one span in which bed boards show the bed of a person as occupied: no number, no name, no file.
CREATE TABLE board_hidings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  reason text NOT NULL CHECK (reason IN ('wish', 'threat', 'known_here')),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  ended_by uuid REFERENCES users (id),
  ended_at timestamptz,
  CONSTRAINT board_hidings_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX board_hidings_one_at_a_time ON board_hidings (case_id) WHERE ended_at IS NULL;
GRANT SELECT, INSERT ON board_hidings TO mawa_app;
GRANT UPDATE (ended_by, ended_at) ON board_hidings TO mawa_app;
GRANT SELECT, INSERT, DELETE ON board_hidings TO mawa_gate;


-- One row is one report that a person is missing, until it ends with an outcome.
CREATE TABLE missing_people (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  booking_id uuid NOT NULL REFERENCES bookings (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  since_night date NOT NULL,
  noticed_by uuid NOT NULL REFERENCES users (id),
  noticed_at timestamptz NOT NULL DEFAULT mawa_now(),
  ended_by uuid REFERENCES users (id),
  ended_at timestamptz,
  outcome text CHECK (outcome IN ('returned', 'safe_elsewhere', 'left', 'mistake')),
  CHECK (num_nonnulls(ended_at, ended_by, outcome) IN (0, 3))
);
CREATE UNIQUE INDEX missing_people_once ON missing_people (case_id) WHERE ended_at IS NULL;
CREATE INDEX missing_people_by_case ON missing_people (case_id);
GRANT SELECT, INSERT ON missing_people TO mawa_app;
GRANT SELECT ON missing_people TO mawa_gate;
GRANT UPDATE (booking_id, ended_by, ended_at, outcome) ON missing_people TO mawa_app;


-- One row is one of the first steps taken for a missing person (list missing_first_steps).
CREATE TABLE missing_steps (
  missing_id uuid REFERENCES missing_people (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  step text CHECK (step ~ '^[a-z_]{3,40}$'),
  list_version integer NOT NULL CHECK (list_version > 0),
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (missing_id, step)
);
CREATE INDEX missing_steps_by_case ON missing_steps (case_id);
GRANT SELECT, INSERT ON missing_steps TO mawa_app;


-- ==== Life of the house ====

-- One row is one incident in a shelter. Texts are incident_notes, people incident_people. Closed by a
-- manager.
CREATE TABLE incidents (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  shelter_id uuid NOT NULL REFERENCES shelters (id),
  kind text NOT NULL CHECK (kind ~ '^[a-z_]{3,40}$'),
  list_version integer NOT NULL CHECK (list_version > 0),
  severity text NOT NULL CHECK (severity IN ('minor', 'serious', 'critical')),
  happened_at timestamptz NOT NULL,
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  closed_by uuid REFERENCES users (id),
  closed_at timestamptz,
  CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
  CONSTRAINT incidents_have_happened CHECK (happened_at <= at)
);
CREATE INDEX incidents_by_house ON incidents (shelter_id, happened_at DESC);
GRANT SELECT, INSERT ON incidents TO mawa_app;
GRANT UPDATE (closed_by, closed_at) ON incidents TO mawa_app;
GRANT SELECT (id, severity, closed_at), UPDATE (severity) ON incidents TO mawa_gate;


-- The severity of an incident was raised; it is never lowered. The row moves incidents.severity.
CREATE TABLE incident_severities (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  incident_id uuid NOT NULL REFERENCES incidents (id),
  from_severity text NOT NULL,
  to_severity text NOT NULL,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT incident_severities_are_raised CHECK (
    (from_severity, to_severity) IN (('minor', 'serious'), ('minor', 'critical'), ('serious', 'critical')))
);
CREATE INDEX incident_severities_by_incident ON incident_severities (incident_id, at);
GRANT SELECT, INSERT (incident_id, from_severity, to_severity) ON incident_severities TO mawa_app;


-- Links one person to one incident.
CREATE TABLE incident_people (
  incident_id uuid REFERENCES incidents (id),
  case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  PRIMARY KEY (incident_id, case_id)
);
CREATE INDEX incident_people_by_case ON incident_people (case_id);
GRANT SELECT, INSERT ON incident_people TO mawa_app;


-- A text on an incident, sealed with the incident's key (keys.record_keys, kind incident); added, never
-- changed.
CREATE TABLE incident_notes (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incidents (id),
  sealed bytea NOT NULL,
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX incident_notes_by_incident ON incident_notes (incident_id, at);
GRANT SELECT, INSERT ON incident_notes TO mawa_app;


-- One row is the note of one shift for the next; its text is sealed in handover_texts.
CREATE TABLE handover_notes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  shelter_id uuid NOT NULL REFERENCES shelters (id),
  night date NOT NULL DEFAULT mawa_tonight(),
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX handover_notes_by_house ON handover_notes (shelter_id, at DESC);
GRANT SELECT, INSERT ON handover_notes TO mawa_app;


-- The text of one handover note, sealed with its own key (kind handover).
CREATE TABLE handover_texts (
  note_id uuid PRIMARY KEY REFERENCES handover_notes (id),
  sealed bytea NOT NULL
);
GRANT SELECT, INSERT ON handover_texts TO mawa_app;


-- Who has read which handover note, and when first.
CREATE TABLE handover_reads (
  note_id uuid REFERENCES handover_notes (id),
  user_id uuid REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (note_id, user_id)
);
GRANT SELECT, INSERT ON handover_reads TO mawa_app;


-- One row is one person who is on duty in one shelter from a moment on, as they said themselves. Whoever ends it
-- earlier, or says anew until when, ends the row at that moment.
CREATE TABLE shelter_duties (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  shelter_id uuid NOT NULL REFERENCES shelters (id),
  user_id uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  from_at timestamptz NOT NULL DEFAULT mawa_now(),
  until_at timestamptz NOT NULL,
  CONSTRAINT shelter_duties_at_most_a_day CHECK (until_at BETWEEN from_at AND from_at + interval '24 hours'),
  CONSTRAINT shelter_duties_one_at_a_time
    EXCLUDE USING gist (shelter_id WITH =, user_id WITH =, tstzrange(from_at, until_at) WITH &&)
);
CREATE INDEX shelter_duties_by_shelter ON shelter_duties (shelter_id, until_at);
GRANT SELECT, INSERT ON shelter_duties TO mawa_app;
GRANT UPDATE (until_at) ON shelter_duties TO mawa_app;
GRANT SELECT, DELETE ON shelter_duties TO mawa_gate;


-- One row is one visitor in a shelter, in and out; who it is is sealed in house_visit_texts.
CREATE TABLE house_visits (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  shelter_id uuid NOT NULL REFERENCES shelters (id),
  purpose text NOT NULL CHECK (purpose ~ '^[a-z_]{3,40}$'),
  list_version integer NOT NULL CHECK (list_version > 0),
  in_at timestamptz NOT NULL DEFAULT mawa_now(),
  in_by uuid NOT NULL REFERENCES users (id),
  out_at timestamptz,
  out_by uuid REFERENCES users (id),
  CHECK (out_at >= in_at),
  CHECK ((out_at IS NULL) = (out_by IS NULL))
);
CREATE INDEX house_visits_inside ON house_visits (shelter_id) WHERE out_at IS NULL;
GRANT SELECT, INSERT ON house_visits TO mawa_app;
GRANT UPDATE (out_at, out_by) ON house_visits TO mawa_app;


-- Who visited, sealed with the visit's own key (kind visit).
CREATE TABLE house_visit_texts (
  visit_id uuid PRIMARY KEY REFERENCES house_visits (id),
  sealed bytea NOT NULL
);
GRANT SELECT, INSERT ON house_visit_texts TO mawa_app;


-- One row: this person is out of the house, since when and until when they said; no reason is asked. At most
-- one open per person.
CREATE TABLE house_outings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  booking_id uuid NOT NULL REFERENCES bookings (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  out_at timestamptz NOT NULL DEFAULT mawa_now(),
  out_by uuid NOT NULL REFERENCES users (id),
  back_by timestamptz,
  back_at timestamptz,
  back_noted_by uuid REFERENCES users (id),
  CHECK (back_by > out_at),
  CHECK (back_at >= out_at),
  CHECK ((back_at IS NULL) = (back_noted_by IS NULL))
);
CREATE UNIQUE INDEX house_outings_once ON house_outings (case_id) WHERE back_at IS NULL;
CREATE INDEX house_outings_by_case ON house_outings (case_id);
GRANT SELECT, INSERT ON house_outings TO mawa_app;
GRANT UPDATE (booking_id, back_at, back_noted_by) ON house_outings TO mawa_app;


-- One row switches one feature of a shelter on or off; the last one counts.
CREATE TABLE house_switches (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  shelter_id uuid NOT NULL REFERENCES shelters (id),
  feature text NOT NULL CHECK (feature = 'items'),
  is_on boolean NOT NULL,
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX house_switches_last ON house_switches (shelter_id, feature, id DESC);
GRANT SELECT, INSERT ON house_switches TO mawa_app;


-- One row: things given to one person on one day (list of items, quantity). Taken back by undone_at. Only
-- where the shelter switched it on.
CREATE TABLE items_issued (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  booking_id uuid NOT NULL REFERENCES bookings (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  shelter_id uuid NOT NULL REFERENCES shelters (id),
  item text NOT NULL CHECK (item ~ '^[a-z_]{3,40}$'),
  list_version integer NOT NULL CHECK (list_version > 0),
  quantity smallint NOT NULL CHECK (quantity BETWEEN 1 AND 50),
  given_on date NOT NULL,
  by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  undone_by uuid REFERENCES users (id),
  undone_at timestamptz,
  CHECK ((undone_at IS NULL) = (undone_by IS NULL))
);
CREATE INDEX items_issued_by_case ON items_issued (case_id);
CREATE INDEX items_issued_by_day ON items_issued (shelter_id, given_on);
GRANT SELECT, INSERT ON items_issued TO mawa_app;
GRANT UPDATE (undone_by, undone_at) ON items_issued TO mawa_app;
