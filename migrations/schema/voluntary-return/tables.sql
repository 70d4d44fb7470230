-- Common columns: by = who wrote the row, at = when, place = the order in which rows were written (the last
-- row counts where several could), note = sealed words (encrypted under the key of the case; NULL after
-- erasure). Rows are only added, never changed: mawa_gate alone updates notes (erasure) and states
-- (triggers).


-- ==== What a track may do ====

-- A legal step of a track: from_state to to_state for this door, the kind of track: `return` to a country of
-- origin, `home` for reintegration in Morocco after a shelter. Reference data (migrations/data/transitions).
CREATE TABLE return_transitions (
  door text CHECK (door IN ('return', 'home')),
  from_state text,
  to_state text,
  place smallint NOT NULL,
  PRIMARY KEY (door, from_state, to_state)
);
GRANT SELECT ON return_transitions TO mawa_app, mawa_gate;


-- What a step asks for, by the name that return_unmet() decides on. Reference data, as return_transitions;
-- place is the order in which a page names what is missing.
CREATE TABLE return_needs (
  door text,
  from_state text,
  to_state text,
  need text,
  place smallint NOT NULL,
  PRIMARY KEY (door, from_state, to_state, need),
  FOREIGN KEY (door, from_state, to_state) REFERENCES return_transitions (door, from_state, to_state)
);
GRANT SELECT ON return_needs TO mawa_app, mawa_gate;


-- ==== Tracks and their decision ====

-- A track of one person, from the first session to the end of the year after; at most one live at a time.
-- Opened by the officer of the case; its state is moved by rows of return_steps alone (trigger
-- return_step_moves).
CREATE TABLE return_tracks (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  door text NOT NULL CHECK (door IN ('return', 'home')),
  country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  -- Region of Morocco and the day of leaving the shelter, for a track `home` alone.
  region text CHECK (region ~ '^[0-9]{2}$'),
  state text NOT NULL DEFAULT 'new',
  -- True or NULL, never false, so that the partial indexes hold live tracks alone.
  live boolean
    GENERATED ALWAYS AS (CASE
          WHEN state NOT IN ('withdrawn', 'stopped', 'completed') THEN true
          ELSE CAST(NULL AS boolean)
        END) STORED,
  opened_on date NOT NULL CHECK (opened_on BETWEEN '2000-01-01' AND '2100-01-01'),
  left_on date CHECK (left_on BETWEEN '2000-01-01' AND '2100-01-01'),
  officer_id uuid NOT NULL REFERENCES users (id),
  opened_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  opened_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT return_tracks_of_a_case UNIQUE (id, case_id),
  CONSTRAINT return_tracks_door_and_place
    CHECK (CASE door
          WHEN 'return' THEN country <> 'MA' AND region IS NULL AND left_on IS NULL
          ELSE country = 'MA' AND region IS NOT NULL AND left_on IS NOT NULL
        END)
);
CREATE UNIQUE INDEX return_tracks_one_at_a_time ON return_tracks (case_id) WHERE live;
CREATE INDEX return_tracks_by_case ON return_tracks (case_id);
CREATE INDEX return_tracks_live ON return_tracks (state) WHERE live;
GRANT SELECT ON return_tracks TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, door, country, region, opened_on, left_on, officer_id) ON return_tracks TO
  mawa_app;
GRANT SELECT (id, case_id, door, country, region, state, opened_on, left_on) ON return_tracks TO mawa_figures;
GRANT UPDATE (state) ON return_tracks TO mawa_gate;


-- A step of a track: from, to, and the day on which it happened. The first one (from `new`) is written with
-- the track; the trigger return_step_moves checks each and sets return_tracks.state.
CREATE TABLE return_steps (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  -- Why the programme stopped the track; a person who withdraws gives no reason.
  reason text CHECK (reason IN ('do_not_go', 'other_way', 'unreachable', 'mistake')),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT return_steps_stop_with_a_reason CHECK ((to_state = 'stopped') = (reason IS NOT NULL))
);
CREATE INDEX return_steps_by_track ON return_steps (track_id, place);
CREATE INDEX return_steps_by_case ON return_steps (case_id);
GRANT SELECT ON return_steps TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, from_state, to_state, on_day, reason, note) ON return_steps TO mawa_app;
GRANT INSERT (id, case_id, track_id, from_state, to_state, on_day, by), UPDATE (note) ON return_steps TO
  mawa_gate;
GRANT SELECT (track_id, from_state, to_state, on_day, place) ON return_steps TO mawa_figures;


-- A counselling session about return or reintegration: how it was held and what was explained.
CREATE TABLE return_counselling (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  held_on date NOT NULL CHECK (held_on BETWEEN '2000-01-01' AND '2100-01-01'),
  how text NOT NULL CHECK (how IN ('in_person', 'phone', 'video')),
  language text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
  interpreter text NOT NULL
    CHECK (interpreter IN ('not_needed', 'professional', 'staff', 'remote', 'relative')),
  -- Whether the person was alone with the counsellor (and interpreter).
  alone boolean NOT NULL,
  -- Codes of the list return_topics, of its version list_version.
  topics text[] NOT NULL CHECK (cardinality(topics) BETWEEN 1 AND 40),
  list_version integer NOT NULL CHECK (list_version >= 1),
  understood text NOT NULL CHECK (understood IN ('yes', 'partly', 'no')),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX return_counselling_by_track ON return_counselling (track_id);
CREATE INDEX return_counselling_by_case ON return_counselling (case_id);
GRANT SELECT ON return_counselling TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, held_on, how, language, interpreter, alone, topics, list_version,
  understood, note) ON return_counselling TO mawa_app;
GRANT UPDATE (note) ON return_counselling TO mawa_gate;


-- What the person decided, and who decided for them where they cannot alone; the last one of a track counts.
-- as_child says whether the rules for children were applied.
CREATE TABLE return_decisions (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  decided_on date NOT NULL CHECK (decided_on BETWEEN '2000-01-01' AND '2100-01-01'),
  decision text NOT NULL CHECK (decision IN ('go', 'wait', 'no')),
  as_child boolean NOT NULL,
  decider text NOT NULL
    CHECK (decider IN ('self', 'parent', 'relative', 'legal_guardian', 'ad_hoc', 'authority')),
  capacity text CHECK (capacity IN ('not_in_doubt', 'assessed', 'lacking')),
  assent text CHECK (assent IN ('given', 'refused', 'too_young')),
  pressure text NOT NULL CHECK (pressure IN ('none', 'some', 'not_asked')),
  best_interests_id uuid REFERENCES assessments (id),
  -- End of the cooling-off period: decided_on plus return_cooling_off_days, set by trigger.
  settled_on date NOT NULL DEFAULT '2000-01-01',
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT return_decisions_child_is_heard
    CHECK (CASE
          WHEN as_child THEN decider <> 'self' AND assent IS NOT NULL AND capacity IS NULL
          ELSE assent IS NULL AND capacity IS NOT NULL AND (capacity = 'lacking') = (decider <> 'self')
        END),
  CONSTRAINT return_decisions_are_free CHECK (decision <> 'go' OR pressure = 'none'),
  CONSTRAINT return_decisions_child_agrees CHECK (decision <> 'go' OR assent IS DISTINCT FROM 'refused')
);
CREATE INDEX return_decisions_by_track ON return_decisions (track_id, place);
CREATE INDEX return_decisions_by_case ON return_decisions (case_id);
GRANT SELECT ON return_decisions TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, decided_on, decision, as_child, decider, capacity, assent, pressure,
  best_interests_id, note) ON return_decisions TO mawa_app;
GRANT UPDATE (note) ON return_decisions TO mawa_gate;


-- A family assessment or a tracing of the family, with its outcome; the last one of each kind counts. Part
-- `story`.
CREATE TABLE return_family (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('assessment', 'tracing')),
  outcome text NOT NULL,
  done_on date NOT NULL CHECK (done_on BETWEEN '2000-01-01' AND '2100-01-01'),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT return_family_outcomes
    CHECK (CASE kind
          WHEN 'tracing' THEN outcome IN ('found', 'not_found', 'under_way', 'not_wished')
          ELSE outcome IN ('safe', 'safe_with_help', 'unsafe', 'no_family', 'not_wished')
        END)
);
CREATE INDEX return_family_by_track ON return_family (track_id, place);
CREATE INDEX return_family_by_case ON return_family (case_id);
GRANT SELECT ON return_family TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, kind, outcome, done_on, note) ON return_family TO mawa_app;
GRANT UPDATE (note) ON return_family TO mawa_gate;


-- A risk assessment of the return: five levels, and the day on which the information about the country was
-- of. Holds until valid_until (return_risk_days, set by trigger).
CREATE TABLE return_risks (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  assessed_on date NOT NULL CHECK (assessed_on BETWEEN '2000-01-01' AND '2100-01-01'),
  retrafficking text NOT NULL CHECK (retrafficking IN ('none', 'low', 'medium', 'high', 'unknown')),
  family text NOT NULL CHECK (family IN ('none', 'low', 'medium', 'high', 'unknown')),
  debts text NOT NULL CHECK (debts IN ('none', 'low', 'medium', 'high', 'unknown')),
  stigma text NOT NULL CHECK (stigma IN ('none', 'low', 'medium', 'high', 'unknown')),
  country text NOT NULL CHECK (country IN ('none', 'low', 'medium', 'high', 'unknown')),
  informed_on date NOT NULL CHECK (informed_on BETWEEN '2000-01-01' AND '2100-01-01'),
  valid_until date NOT NULL DEFAULT '2000-01-01',
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT return_risks_of_a_case UNIQUE (id, case_id, track_id),
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT return_risks_know_before CHECK (informed_on <= assessed_on)
);
CREATE INDEX return_risks_by_track ON return_risks (track_id, place);
CREATE INDEX return_risks_by_case ON return_risks (case_id);
GRANT SELECT ON return_risks TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, assessed_on, retrafficking, family, debts, stigma, country,
  informed_on, note) ON return_risks TO mawa_app;
GRANT UPDATE (note) ON return_risks TO mawa_gate;


-- What a second person decided on a risk assessment, once for each.
CREATE TABLE return_risk_decisions (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  risk_id uuid NOT NULL,
  decision text NOT NULL CHECK (decision IN ('go', 'wait', 'do_not_go')),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT return_risks_decided_once UNIQUE (risk_id),
  FOREIGN KEY (risk_id, case_id, track_id) REFERENCES return_risks (id, case_id, track_id) ON UPDATE CASCADE
);
CREATE INDEX return_risk_decisions_by_case ON return_risk_decisions (case_id);
GRANT SELECT ON return_risk_decisions TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, risk_id, decision, note) ON return_risk_decisions TO mawa_app;
GRANT UPDATE (note) ON return_risk_decisions TO mawa_gate;


-- ==== Preparing the journey ====

-- A travel document that the person needs from an authority of `country`, and the day by which it is needed.
-- state and valid_until follow the last row of return_document_steps, by trigger.
CREATE TABLE return_documents (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  -- Code of a list of kinds of document, of its version kind_version.
  kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]{2,60}$'),
  kind_version integer NOT NULL CHECK (kind_version >= 1),
  country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  due_on date CHECK (due_on BETWEEN '2000-01-01' AND '2100-01-01'),
  state text NOT NULL DEFAULT 'new',
  valid_until date,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT return_documents_of_a_case UNIQUE (id, case_id),
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX return_documents_by_track ON return_documents (track_id);
CREATE INDEX return_documents_by_case ON return_documents (case_id);
GRANT SELECT ON return_documents TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, kind, kind_version, country, due_on) ON return_documents TO mawa_app;
GRANT UPDATE (state, valid_until) ON return_documents TO mawa_gate;


-- A step of a travel document: asked for, appointment, issued, refused, lost.
CREATE TABLE return_document_steps (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  document_id uuid NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL CHECK (to_state IN ('to_ask', 'asked', 'appointment', 'issued', 'refused', 'lost')),
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  valid_until date CHECK (valid_until BETWEEN '2000-01-01' AND '2100-01-01'),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (document_id, case_id) REFERENCES return_documents (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT return_document_steps_end_is_known
    CHECK ((to_state = 'issued') = (valid_until IS NOT NULL)
        AND (valid_until IS NULL OR valid_until >= on_day))
);
CREATE INDEX return_document_steps_by_document ON return_document_steps (document_id, place);
CREATE INDEX return_document_steps_by_case ON return_document_steps (case_id);
GRANT SELECT ON return_document_steps TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, document_id, from_state, to_state, on_day, valid_until, note) ON
  return_document_steps TO mawa_app;
GRANT UPDATE (note) ON return_document_steps TO mawa_gate;


-- A medical opinion whether the person can travel, with its last day; no diagnosis. The last one counts. Part
-- `health`.
CREATE TABLE return_fitness (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  seen_on date NOT NULL CHECK (seen_on BETWEEN '2000-01-01' AND '2100-01-01'),
  verdict text NOT NULL CHECK (verdict IN ('fit', 'fit_escorted', 'not_yet', 'not_fit')),
  valid_until date NOT NULL CHECK (valid_until BETWEEN '2000-01-01' AND '2100-01-01'),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT return_fitness_holds CHECK (valid_until >= seen_on)
);
CREATE INDEX return_fitness_by_track ON return_fitness (track_id, place);
CREATE INDEX return_fitness_by_case ON return_fitness (case_id);
GRANT SELECT ON return_fitness TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, seen_on, verdict, valid_until, note) ON return_fitness TO mawa_app;
GRANT UPDATE (note) ON return_fitness TO mawa_gate;


-- An itinerary, written whole with its legs; the last one of a track counts, so that a missed flight is a new
-- row.
CREATE TABLE return_journeys (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  leaves_on date NOT NULL CHECK (leaves_on BETWEEN '2000-01-01' AND '2100-01-01'),
  escort text NOT NULL CHECK (escort IN ('none', 'staff', 'medical', 'relative', 'agency')),
  -- Special needs on the way; `apart` = seated apart from others.
  needs text[] NOT NULL DEFAULT '{}'
    CHECK (needs <@ ARRAY['wheelchair', 'medicine', 'infant', 'food', 'interpreter', 'apart']),
  allowances text[] NOT NULL DEFAULT '{}'
    CHECK (allowances <@ ARRAY['pocket', 'onward', 'baggage', 'reception']),
  -- Who waits at the end.
  contact text NOT NULL CHECK (contact IN ('partner', 'authority', 'agency', 'family')),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT return_journeys_of_a_case UNIQUE (id, case_id),
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX return_journeys_by_track ON return_journeys (track_id, place);
CREATE INDEX return_journeys_by_case ON return_journeys (case_id);
CREATE INDEX return_journeys_by_day ON return_journeys (leaves_on);
GRANT SELECT ON return_journeys TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, leaves_on, escort, needs, allowances, contact, note) ON return_journeys
  TO mawa_app;
GRANT UPDATE (note) ON return_journeys TO mawa_gate;


-- One leg of an itinerary, in order from Morocco to the country of the track (trigger
-- return_journey_is_whole).
CREATE TABLE return_legs (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  journey_id uuid NOT NULL,
  leg smallint NOT NULL CHECK (leg BETWEEN 1 AND 6),
  mode text NOT NULL CHECK (mode IN ('air', 'road', 'sea', 'rail')),
  from_country text NOT NULL CHECK (from_country ~ '^[A-Z]{2}$'),
  to_country text NOT NULL CHECK (to_country ~ '^[A-Z]{2}$'),
  leaves_on date NOT NULL,
  -- Hour of departure, local time, HH:MM.
  leaves_at text CHECK (leaves_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  reaches_on date NOT NULL,
  CONSTRAINT return_legs_once UNIQUE (journey_id, leg),
  FOREIGN KEY (journey_id, case_id) REFERENCES return_journeys (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT return_legs_forward CHECK (reaches_on >= leaves_on)
);
CREATE INDEX return_legs_by_case ON return_legs (case_id);
GRANT SELECT, INSERT ON return_legs TO mawa_app;
GRANT SELECT ON return_legs TO mawa_gate;


-- A formality of leaving the country (list exit_formalities) that is done or not needed, once for each track.
CREATE TABLE return_checks (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  item text NOT NULL CHECK (item ~ '^[a-z0-9_]{2,60}$'),
  list_version integer NOT NULL CHECK (list_version >= 1),
  done_on date NOT NULL CHECK (done_on BETWEEN '2000-01-01' AND '2100-01-01'),
  outcome text NOT NULL CHECK (outcome IN ('done', 'not_needed')),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT return_checks_once UNIQUE (track_id, item),
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX return_checks_by_case ON return_checks (case_id);
GRANT SELECT ON return_checks TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, item, list_version, done_on, outcome) ON return_checks TO mawa_app;


-- What was heard of an arrival, from whom and how; several rows are possible. The partner's own word
-- confirms.
CREATE TABLE return_arrivals (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  heard_on date NOT NULL CHECK (heard_on BETWEEN '2000-01-01' AND '2100-01-01'),
  reported_by text NOT NULL CHECK (reported_by IN ('person', 'escort', 'partner')),
  how text NOT NULL CHECK (how IN ('phone', 'mail', 'message', 'visit', 'link')),
  received text NOT NULL CHECK (received IN ('partner', 'authority', 'agency', 'family', 'nobody')),
  onward text NOT NULL CHECK (onward IN ('arranged', 'own_way', 'not_needed', 'missing')),
  wellbeing text NOT NULL CHECK (wellbeing IN ('well', 'needs_help', 'not_known')),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  -- Set where the partner answered by a link (function record_linked_arrival); such an answer has no words.
  link_id uuid REFERENCES partner_links (id),
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT return_arrivals_by_link
    CHECK ((how = 'link') = (link_id IS NOT NULL)
        AND (how <> 'link' OR (reported_by = 'partner' AND note IS NULL)))
);
CREATE INDEX return_arrivals_by_track ON return_arrivals (track_id, place);
CREATE INDEX return_arrivals_by_case ON return_arrivals (case_id);
GRANT SELECT ON return_arrivals TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, heard_on, reported_by, how, received, onward, wellbeing, note) ON
  return_arrivals TO mawa_app;
GRANT INSERT (id, case_id, track_id, heard_on, reported_by, how, received, onward, wellbeing, by, link_id),
  UPDATE (note) ON return_arrivals TO mawa_gate;


-- ==== Reintegration plan ====

-- A version of the plan of a track; without an agreement it is the draft (at most one), with one it holds.
-- number counts from 1, set by trigger.
CREATE TABLE return_plan_versions (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  number smallint NOT NULL DEFAULT 0,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT return_plan_versions_of_a_track UNIQUE (id, track_id, case_id),
  CONSTRAINT return_plan_versions_once UNIQUE (track_id, number),
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX return_plan_versions_by_case ON return_plan_versions (case_id);
GRANT SELECT ON return_plan_versions TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id) ON return_plan_versions TO mawa_app;
GRANT SELECT (id, track_id, number) ON return_plan_versions TO mawa_figures;


-- A measure of the plan, added by a version: in which of three dimensions and three levels, and which kind of
-- help (list reintegration_help).
CREATE TABLE return_plan_items (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  version_id uuid NOT NULL,
  dimension text NOT NULL CHECK (dimension IN ('economic', 'social', 'psychosocial')),
  level text NOT NULL CHECK (level IN ('individual', 'community', 'structural')),
  kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]{2,60}$'),
  list_version integer NOT NULL CHECK (list_version >= 1),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT return_plan_items_of_a_track UNIQUE (id, track_id, case_id),
  FOREIGN KEY (version_id, track_id, case_id)
    REFERENCES return_plan_versions (id, track_id, case_id) ON UPDATE CASCADE
);
CREATE INDEX return_plan_items_by_track ON return_plan_items (track_id, place);
CREATE INDEX return_plan_items_by_case ON return_plan_items (case_id);
GRANT SELECT ON return_plan_items TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, version_id, dimension, level, kind, list_version, note) ON
  return_plan_items TO mawa_app;
GRANT SELECT (id, track_id, version_id, dimension, level, kind, list_version) ON return_plan_items TO
  mawa_figures;
GRANT UPDATE (note) ON return_plan_items TO mawa_gate;


-- The end of an item, by the version that ends it; it takes effect when the person agrees to that version.
CREATE TABLE return_plan_ends (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  version_id uuid NOT NULL REFERENCES return_plan_versions (id),
  item_id uuid NOT NULL,
  reason text NOT NULL CHECK (reason IN ('reached', 'not_needed', 'not_possible', 'own_wish', 'replaced')),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT return_plan_items_end_once UNIQUE (item_id),
  FOREIGN KEY (item_id, track_id, case_id)
    REFERENCES return_plan_items (id, track_id, case_id) ON UPDATE CASCADE
);
CREATE INDEX return_plan_ends_by_case ON return_plan_ends (case_id);
GRANT SELECT ON return_plan_ends TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, version_id, item_id, reason, note) ON return_plan_ends TO mawa_app;
GRANT SELECT (item_id, reason) ON return_plan_ends TO mawa_figures;
GRANT UPDATE (note) ON return_plan_ends TO mawa_gate;


-- The person's agreement to a version: in whose voice, and alone or with a guardian. It makes the draft the
-- version that holds.
CREATE TABLE return_plan_agreements (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  version_id uuid NOT NULL,
  agreed_on date NOT NULL CHECK (agreed_on BETWEEN '2000-01-01' AND '2100-01-01'),
  voice text NOT NULL CHECK (voice IN ('own', 'agrees', 'with_doubts')),
  agreed_by text NOT NULL CHECK (agreed_by IN ('self', 'with_guardian')),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT return_plan_agreed_once UNIQUE (version_id),
  FOREIGN KEY (version_id, track_id, case_id)
    REFERENCES return_plan_versions (id, track_id, case_id) ON UPDATE CASCADE
);
CREATE INDEX return_plan_agreements_by_track ON return_plan_agreements (track_id, agreed_on);
CREATE INDEX return_plan_agreements_by_case ON return_plan_agreements (case_id);
GRANT SELECT ON return_plan_agreements TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, version_id, agreed_on, voice, agreed_by, note) ON
  return_plan_agreements TO mawa_app;
GRANT SELECT (track_id, version_id, agreed_on) ON return_plan_agreements TO mawa_figures;
GRANT UPDATE (note) ON return_plan_agreements TO mawa_gate;


-- ==== Money of the plan ====

-- What an item costs and on which budget line, once for an item. Part `money`.
CREATE TABLE return_plan_money (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  item_id uuid NOT NULL,
  line_id uuid NOT NULL REFERENCES budget_lines (id),
  amount numeric(14,2) NOT NULL CHECK (amount > 0),
  currency char(3) NOT NULL,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT return_plan_money_once UNIQUE (item_id),
  FOREIGN KEY (item_id, track_id, case_id)
    REFERENCES return_plan_items (id, track_id, case_id) ON UPDATE CASCADE
);
CREATE INDEX return_plan_money_by_case ON return_plan_money (case_id);
GRANT SELECT ON return_plan_money TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, item_id, line_id, amount, currency) ON return_plan_money TO mawa_app;


-- A planned payment of an item, in cash or in kind, with its due day and the condition (list
-- instalment_conditions). The instalments of an item stay within its amount (trigger).
CREATE TABLE return_instalments (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  item_id uuid NOT NULL,
  form text NOT NULL CHECK (form IN ('cash', 'kind')),
  due_on date NOT NULL CHECK (due_on BETWEEN '2000-01-01' AND '2100-01-01'),
  amount numeric(14,2) NOT NULL CHECK (amount > 0),
  condition text NOT NULL CHECK (condition ~ '^[a-z0-9_]{2,60}$'),
  list_version integer NOT NULL CHECK (list_version >= 1),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT return_instalments_of_an_item UNIQUE (id, item_id, track_id, case_id),
  FOREIGN KEY (item_id, track_id, case_id)
    REFERENCES return_plan_items (id, track_id, case_id) ON UPDATE CASCADE
);
CREATE INDEX return_instalments_by_item ON return_instalments (item_id, due_on);
CREATE INDEX return_instalments_by_case ON return_instalments (case_id);
CREATE INDEX return_instalments_by_due_day ON return_instalments (due_on);
GRANT SELECT ON return_instalments TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, item_id, form, due_on, amount, condition, list_version, note) ON
  return_instalments TO mawa_app;
GRANT SELECT (id, track_id, item_id, form, due_on, amount) ON return_instalments TO mawa_figures;
GRANT UPDATE (note) ON return_instalments TO mawa_gate;


-- The commitment that was asked for to pay an item. After a refusal an item may have another; the last row
-- counts.
CREATE TABLE return_plan_requests (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  item_id uuid NOT NULL,
  commitment_id uuid NOT NULL UNIQUE REFERENCES commitments (id),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (item_id, track_id, case_id)
    REFERENCES return_plan_items (id, track_id, case_id) ON UPDATE CASCADE
);
CREATE INDEX return_plan_requests_by_item ON return_plan_requests (item_id, place);
CREATE INDEX return_plan_requests_by_case ON return_plan_requests (case_id);
GRANT SELECT ON return_plan_requests TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, item_id, commitment_id) ON return_plan_requests TO mawa_app;
GRANT SELECT (case_id, item_id, commitment_id) ON return_plan_requests TO mawa_figures;


-- What happened to an instalment: paid, cancelled, a payment undone; or, of an item, what was left and was
-- released at its end. The commitment of the item moves in the same transaction (trigger
-- return_plan_money_agrees).
CREATE TABLE return_instalment_steps (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  item_id uuid NOT NULL,
  instalment_id uuid REFERENCES return_instalments (id),
  step text NOT NULL CHECK (step IN ('paid', 'cancelled', 'released', 'undone')),
  amount numeric(14,2) NOT NULL CHECK (amount > 0),
  on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
  -- Day on which the condition of the instalment was met.
  met_on date CHECK (met_on BETWEEN '2000-01-01' AND '2100-01-01'),
  -- Number of a paper receipt, typed by hand; `-` after erasure.
  receipt text CHECK (length(btrim(receipt)) BETWEEN 1 AND 60),
  document_id uuid REFERENCES documents (id),
  reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
  -- The payment that this row takes back.
  undoes uuid REFERENCES return_instalment_steps (id),
  -- Steps of the commitment that were written for this payment.
  received_step uuid REFERENCES commitment_steps (id),
  paid_step uuid UNIQUE REFERENCES commitment_steps (id),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT return_instalment_undone_once UNIQUE (undoes),
  FOREIGN KEY (item_id, track_id, case_id)
    REFERENCES return_plan_items (id, track_id, case_id) ON UPDATE CASCADE,
  CONSTRAINT return_instalment_steps_say_what
    CHECK (CASE step
          WHEN 'paid' THEN
            instalment_id IS NOT NULL
            AND paid_step IS NOT NULL
            AND received_step IS NOT NULL
            AND undoes IS NULL
          WHEN 'cancelled' THEN instalment_id IS NOT NULL AND reason IS NOT NULL AND undoes IS NULL
          WHEN 'released' THEN instalment_id IS NULL AND undoes IS NULL
          ELSE instalment_id IS NOT NULL AND undoes IS NOT NULL AND reason IS NOT NULL
        END),
  CONSTRAINT return_instalment_has_a_receipt
    CHECK (step <> 'paid' OR receipt IS NOT NULL OR document_id IS NOT NULL),
  CONSTRAINT return_instalment_meets_its_condition
    CHECK (step <> 'paid' OR (met_on IS NOT NULL AND met_on <= on_day))
);
CREATE INDEX return_instalment_steps_by_item ON return_instalment_steps (item_id, place);
CREATE INDEX return_instalment_steps_by_instalment ON return_instalment_steps (instalment_id);
CREATE INDEX return_instalment_steps_by_case ON return_instalment_steps (case_id);
GRANT SELECT ON return_instalment_steps TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, item_id, instalment_id, step, amount, on_day, met_on, receipt,
  document_id, reason, undoes, received_step, paid_step, note) ON return_instalment_steps TO mawa_app;
GRANT INSERT (id, case_id, track_id, item_id, instalment_id, step, amount, on_day, met_on, receipt,
  document_id, reason, undoes, received_step, paid_step, note), UPDATE (receipt, note) ON
  return_instalment_steps TO mawa_gate;
GRANT SELECT (id, item_id, instalment_id, step, amount, on_day, undoes) ON return_instalment_steps TO
  mawa_figures;


-- ==== The year after ====

-- The calendar of follow-ups: at how many months, with how many days of window before and after, and the
-- usual way to ask. A calendar holds for whoever arrived from valid_from on, until a later one begins.
-- Reference data.
CREATE TABLE return_marks (
  valid_from date,
  months smallint CHECK (months BETWEEN 1 AND 60),
  days_before smallint NOT NULL CHECK (days_before BETWEEN 0 AND 90),
  days_after smallint NOT NULL CHECK (days_after BETWEEN 0 AND 90),
  mode text NOT NULL CHECK (mode IN ('visit', 'call', 'office', 'partner')),
  source text NOT NULL,
  -- Taken back before its day: never in force (setting_is_decided).
  cancelled boolean NOT NULL DEFAULT false,
  PRIMARY KEY (valid_from, months)
);
GRANT SELECT ON return_marks TO mawa_app, mawa_figures, mawa_gate;


-- One try to reach the person for a follow-up, and what was heard; a follow-up is reached once. Part `story`.
CREATE TABLE return_follow_ups (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  -- Which follow-up of return_marks.
  months smallint NOT NULL,
  tried_on date NOT NULL CHECK (tried_on BETWEEN '2000-01-01' AND '2100-01-01'),
  mode text NOT NULL CHECK (mode IN ('visit', 'call', 'office', 'partner')),
  outcome text NOT NULL CHECK (outcome IN ('reached', 'not_reached', 'refused', 'unsafe')),
  why text CHECK (why IN ('no_answer', 'moved', 'number_changed', 'no_way_there', 'nobody_free')),
  next_on date CHECK (next_on <= '2100-01-01'),
  economic text CHECK (economic IN ('well', 'some', 'bad', 'not_told')),
  social text CHECK (social IN ('well', 'some', 'bad', 'not_told')),
  psychosocial text CHECK (psychosocial IN ('well', 'some', 'bad', 'not_told')),
  supports text[] CHECK (cardinality(supports) <= 10),
  moved text CHECK (moved IN ('no', 'by_choice', 'by_need', 'not_told')),
  retrafficked text CHECK (retrafficked IN ('no_sign', 'suspected', 'confirmed', 'not_told')),
  in_danger text CHECK (in_danger IN ('no', 'yes', 'not_told')),
  -- When a form filled in without a connection was filled in, and its request id: sent twice, it is noted
  -- once.
  kept_at timestamptz,
  kept_id text CHECK (length(kept_id) BETWEEN 8 AND 100),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT return_follow_ups_say_why CHECK ((outcome = 'not_reached') = (why IS NOT NULL)),
  CONSTRAINT return_follow_ups_next
    CHECK (next_on IS NULL OR (outcome = 'not_reached' AND next_on > tried_on)),
  -- Of somebody who was reached everything is answered, if only by `not_told`.
  CONSTRAINT return_follow_ups_are_complete
    CHECK (CASE
          WHEN outcome = 'reached' THEN
            num_nulls(economic, social, psychosocial, supports, moved, retrafficked, in_danger) = 0
          ELSE
            num_nonnulls(economic, social, psychosocial, supports, moved, retrafficked, in_danger) = 0
        END)
);
CREATE UNIQUE INDEX return_follow_ups_reached_once ON return_follow_ups (track_id, months)
  WHERE outcome = 'reached';
CREATE UNIQUE INDEX return_follow_ups_kept_once ON return_follow_ups (by, kept_id);
CREATE INDEX return_follow_ups_by_track ON return_follow_ups (track_id, months, place);
CREATE INDEX return_follow_ups_by_case ON return_follow_ups (case_id);
GRANT SELECT ON return_follow_ups TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, months, tried_on, mode, outcome, why, next_on, economic, social,
  psychosocial, supports, moved, retrafficked, in_danger, kept_at, kept_id, note) ON return_follow_ups TO
  mawa_app;
GRANT SELECT (id, case_id, track_id, months, tried_on, mode, outcome, place) ON return_follow_ups TO
  mawa_figures;
GRANT UPDATE (note) ON return_follow_ups TO mawa_gate;


-- How satisfied the person was, seven questions from 1 to 5 (5 is best); NULL where not answered.
CREATE TABLE return_satisfactions (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  given_on date NOT NULL CHECK (given_on BETWEEN '2000-01-01' AND '2100-01-01'),
  repatriation smallint CHECK (repatriation BETWEEN 1 AND 5),
  counselling smallint CHECK (counselling BETWEEN 1 AND 5),
  economic smallint CHECK (economic BETWEEN 1 AND 5),
  social smallint CHECK (social BETWEEN 1 AND 5),
  community smallint CHECK (community BETWEEN 1 AND 5),
  overall smallint CHECK (overall BETWEEN 1 AND 5),
  expectation smallint CHECK (expectation BETWEEN 1 AND 5),
  -- Plain sum, 7 to 35; NULL where an answer is missing.
  total smallint
    GENERATED ALWAYS AS (repatriation + counselling + economic + social + community + overall
      + expectation) STORED,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT return_satisfactions_say_something
    CHECK (num_nonnulls(repatriation, counselling, economic, social, community, overall, expectation) > 0)
);
CREATE INDEX return_satisfactions_by_track ON return_satisfactions (track_id, place);
CREATE INDEX return_satisfactions_by_case ON return_satisfactions (case_id);
GRANT SELECT ON return_satisfactions TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, given_on, repatriation, counselling, economic, social, community,
  overall, expectation) ON return_satisfactions TO mawa_app;
GRANT SELECT (case_id, track_id, given_on, repatriation, counselling, economic, social, community, overall,
  expectation, total, place) ON return_satisfactions TO mawa_figures;


-- What became of the person, decided by the officer; proposed is what the rules suggested. The last row
-- counts.
CREATE TABLE return_outcomes (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  decided_on date NOT NULL CHECK (decided_on BETWEEN '2000-01-01' AND '2100-01-01'),
  outcome text NOT NULL
    CHECK (outcome IN ('sustained', 'at_risk', 'retrafficked', 'moved_by_choice', 'not_known')),
  proposed text NOT NULL
    CHECK (proposed IN ('sustained', 'at_risk', 'retrafficked', 'moved_by_choice', 'not_known')),
  note bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE
);
CREATE INDEX return_outcomes_by_track ON return_outcomes (track_id, place);
CREATE INDEX return_outcomes_by_case ON return_outcomes (case_id);
GRANT SELECT ON return_outcomes TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, decided_on, outcome, proposed, note) ON return_outcomes TO mawa_app;
GRANT SELECT (case_id, track_id, decided_on, outcome, place) ON return_outcomes TO mawa_figures;
GRANT UPDATE (note) ON return_outcomes TO mawa_gate;


-- ==== Reintegration survey ====

-- An edition of the questions of the reintegration survey. Reference data.
CREATE TABLE survey_editions (
  version integer PRIMARY KEY CHECK (version >= 1),
  source text NOT NULL
);
GRANT SELECT ON survey_editions TO mawa_app, mawa_figures, mawa_gate;


-- Answers that several questions share, each with its value from 0 to 1. Reference data.
CREATE TABLE survey_scales (
  code text PRIMARY KEY CHECK (code ~ '^[a-z_]{2,40}$'),
  answers jsonb NOT NULL
);
GRANT SELECT ON survey_scales TO mawa_app, mawa_gate;


-- A question of an edition, in three languages; never changed. Another edition is written by write_survey_edition().
CREATE TABLE survey_questions (
  version integer REFERENCES survey_editions (version),
  code text CHECK (code ~ '^[a-z0-9_]{2,40}$'),
  place smallint NOT NULL,
  dimension text NOT NULL CHECK (dimension IN ('economic', 'social', 'psychosocial')),
  scored boolean NOT NULL,
  -- survey_scales.code, or `own`: answers of its own.
  scale text NOT NULL,
  -- Beside the others of its dimension.
  relative_weight numeric(5,2) NOT NULL DEFAULT 1 CHECK (relative_weight BETWEEN 0.1 AND 10),
  fr text NOT NULL,
  ar text NOT NULL,
  en text NOT NULL,
  -- Possible answers, each with its value from 0 to 1.
  answers jsonb NOT NULL,
  PRIMARY KEY (version, code)
);
GRANT SELECT ON survey_questions TO mawa_app, mawa_figures, mawa_gate;


-- An edition of the weights by which answers are scored, loaded by one programme officer and approved by
-- another. `equal` is the shipped edition, which is no official score.
CREATE TABLE survey_weightings (
  version integer PRIMARY KEY CHECK (version >= 1),
  questions integer NOT NULL REFERENCES survey_editions (version),
  standing text NOT NULL CHECK (standing IN ('equal', 'loaded')),
  source text NOT NULL CHECK (length(source) BETWEEN 3 AND 400),
  holds_from date NOT NULL CHECK (holds_from BETWEEN '2000-01-01' AND '2100-01-01'),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  approved_by uuid REFERENCES users (id),
  approved_at timestamptz,
  CONSTRAINT survey_weightings_by_a_second_person CHECK (approved_by <> by),
  CONSTRAINT survey_weightings_are_approved CHECK ((approved_by IS NULL) = (approved_at IS NULL))
);
GRANT SELECT ON survey_weightings TO mawa_app, mawa_figures, mawa_gate;
GRANT INSERT (version, questions, standing, source, holds_from), UPDATE (approved_by, approved_at) ON
  survey_weightings TO mawa_app;


-- The weight of a question: within its dimension (own) and within the composite score. Each sums to one
-- (trigger survey_weights_sum).
CREATE TABLE survey_weights (
  weighting integer REFERENCES survey_weightings (version),
  code text,
  own numeric(9,6) NOT NULL CHECK (own BETWEEN 0 AND 1),
  composite numeric(9,6) NOT NULL CHECK (composite BETWEEN 0 AND 1),
  PRIMARY KEY (weighting, code)
);
GRANT SELECT ON survey_weights TO mawa_app, mawa_figures, mawa_gate;
GRANT INSERT (weighting, code, own, composite) ON survey_weights TO mawa_app;


-- A survey of one person on one day: the scores, 0 to 1, by the edition of weights; NULL where nothing of a
-- dimension was answered. Part `story`.
CREATE TABLE return_surveys (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL,
  track_id uuid NOT NULL,
  held_on date NOT NULL CHECK (held_on BETWEEN '2000-01-01' AND '2100-01-01'),
  mode text NOT NULL CHECK (mode IN ('visit', 'call', 'office', 'partner')),
  questions integer NOT NULL REFERENCES survey_editions (version),
  weighting integer NOT NULL REFERENCES survey_weightings (version),
  answered smallint NOT NULL CHECK (answered BETWEEN 0 AND 200),
  composite numeric(7,6) CHECK (composite BETWEEN 0 AND 1),
  economic numeric(7,6) CHECK (economic BETWEEN 0 AND 1),
  social numeric(7,6) CHECK (social BETWEEN 0 AND 1),
  psychosocial numeric(7,6) CHECK (psychosocial BETWEEN 0 AND 1),
  -- Sealed answers; NULL after erasure.
  answers bytea,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE,
  CONSTRAINT return_surveys_composite
    CHECK ((composite IS NULL) = (num_nulls(economic, social, psychosocial) > 0))
);
CREATE UNIQUE INDEX return_surveys_once_a_day ON return_surveys (track_id, held_on);
CREATE INDEX return_surveys_by_case ON return_surveys (case_id);
GRANT SELECT ON return_surveys TO mawa_app, mawa_gate;
GRANT INSERT (id, case_id, track_id, held_on, mode, questions, weighting, answered, composite, economic,
  social, psychosocial, answers) ON return_surveys TO mawa_app;
GRANT SELECT (case_id, track_id, held_on, weighting, answered, composite, economic, social, psychosocial,
  place) ON return_surveys TO mawa_figures;
GRANT UPDATE (answers) ON return_surveys TO mawa_gate;
