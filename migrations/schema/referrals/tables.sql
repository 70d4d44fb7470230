-- What a partner says about its places for a kind of help; the last row counts, for partner_places_days days.
-- Noted by staff, or by the partner's own account.
CREATE TABLE partner_places (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  place bigint GENERATED ALWAYS AS IDENTITY,
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  service text NOT NULL CHECK (service ~ '^[a-z_]{3,40}$'),
  list_version integer NOT NULL CHECK (list_version > 0),
  -- NULL where the partner counts none, 0 where it takes nobody.
  places integer CHECK (places BETWEEN 0 AND 1000),
  waiting_days integer CHECK (waiting_days BETWEEN 0 AND 730),
  how text NOT NULL CHECK (how IN ('phone', 'visit', 'message', 'account')),
  -- How many were taken by referrals since, moved by triggers under the lock of this row.
  taken integer NOT NULL DEFAULT 0,
  noted_at timestamptz NOT NULL DEFAULT mawa_now(),
  noted_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  CONSTRAINT partner_places_are_given_once CHECK (taken >= 0 AND (places IS NULL OR taken <= places))
);
CREATE INDEX partner_places_latest ON partner_places (organisation_id, service, place DESC);
GRANT SELECT, INSERT ON partner_places TO mawa_app;
GRANT SELECT ON partner_places TO mawa_gate;
GRANT UPDATE (taken) ON partner_places TO mawa_gate;


-- One row is how many places a partner had for a kind of help, from a day to a day of before Mawa, brought in from a
-- file. No referral takes one of them. Deleted only when its import is undone.
CREATE TABLE past_partner_places (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  service text NOT NULL CHECK (service ~ '^[a-z_]{3,40}$'),
  list_version integer NOT NULL CHECK (list_version > 0),
  -- From the first day to the last.
  days daterange NOT NULL,
  places integer NOT NULL CHECK (places BETWEEN 0 AND 1000),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT past_partner_places_have_days
    CHECK (NOT isempty(days) AND lower(days) >= '2000-01-01' AND upper(days) IS NOT NULL),
  -- Over when it was brought in; the programme's day may be a day ahead of the one in UTC.
  CONSTRAINT past_partner_places_are_over CHECK (upper(days) <= (at AT TIME ZONE 'UTC')::date + 2),
  CONSTRAINT past_partner_places_once
    EXCLUDE USING gist (organisation_id WITH =, service WITH =, days WITH &&)
);
GRANT SELECT, INSERT, DELETE ON past_partner_places TO mawa_app;


-- A legal step of a referral, and which sides may take it. Reference data.
CREATE TABLE referral_transitions (
  from_state text,
  to_state text,
  sides text[] NOT NULL CHECK (sides <@ ARRAY['sender', 'partner', 'system'] AND cardinality(sides) > 0),
  PRIMARY KEY (from_state, to_state)
);
GRANT SELECT ON referral_transitions TO mawa_app, mawa_gate;


-- A person sent to a partner for a kind of help, under a share of their case that the person consented to.
-- Days, reference and disclosed parts are filled in by trigger; state follows the steps.
CREATE TABLE referrals (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  partner_id uuid NOT NULL REFERENCES organisations (id),
  share_id uuid NOT NULL REFERENCES shares (id),
  reference text NOT NULL,
  places_id uuid NOT NULL REFERENCES partner_places (id),
  service text NOT NULL CHECK (service ~ '^[a-z_]{3,40}$'),
  list_version integer NOT NULL CHECK (list_version > 0),
  urgency text NOT NULL CHECK (urgency IN ('urgent', 'soon', 'normal')),
  -- Which coded facts are disclosed.
  parts text[] NOT NULL CHECK (cardinality(parts) > 0 AND parts <@ ARRAY['facts', 'needs', 'safe_contact']),
  -- Disclosed text, sealed under the key of the case; the partner's copy is in referral_sheets.
  sheet bytea,
  state text NOT NULL
    CHECK (state IN ('sent', 'seen', 'accepted', 'declined', 'in_progress', 'closed', 'revoked', 'expired')),
  sent_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  sent_at timestamptz NOT NULL DEFAULT mawa_now(),
  due_at timestamptz NOT NULL,
  answered_at timestamptz,
  ended_at timestamptz,
  outcome text CHECK (outcome IN ('completed', 'not_reached', 'stopped')),
  -- True or NULL, so that the foreign key below holds for live referrals alone: they end with their share.
  live boolean
    GENERATED ALWAYS AS (CASE
          WHEN state IN ('sent', 'seen', 'accepted', 'in_progress') THEN true
          ELSE CAST(NULL AS boolean)
        END) STORED,
  CONSTRAINT referrals_one_of_a_share UNIQUE (share_id),
  CONSTRAINT referrals_live_under_an_open_share
    FOREIGN KEY (share_id, live) REFERENCES shares (id, needs_given) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT referrals_end_when_over CHECK ((live IS NULL) = (ended_at IS NOT NULL)),
  CONSTRAINT referrals_close_with_an_outcome CHECK ((state = 'closed') = (outcome IS NOT NULL))
);
CREATE UNIQUE INDEX referrals_once_at_a_time ON referrals (case_id, partner_id, service) WHERE live;
CREATE INDEX referrals_by_case ON referrals (case_id, sent_at);
CREATE INDEX referrals_by_partner ON referrals (partner_id, sent_at);
CREATE INDEX referrals_waiting ON referrals (due_at, id) WHERE live;
GRANT SELECT, INSERT ON referrals TO mawa_app;
GRANT SELECT ON referrals TO mawa_gate;
GRANT SELECT (id, case_id, partner_id, service, urgency, state, sent_at, due_at, answered_at, ended_at,
  outcome, live) ON referrals TO mawa_figures;
GRANT UPDATE (sheet, state, answered_at, ended_at, outcome) ON referrals TO mawa_gate;


-- A step of a referral, by the sender, the partner (account or link) or the system. The first one is written
-- by trigger with the referral. A question of the partner, and further news, are steps that leave the state as it is.
CREATE TABLE referral_steps (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  place bigint GENERATED ALWAYS AS IDENTITY,
  referral_id uuid NOT NULL REFERENCES referrals (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  from_state text,
  to_state text NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid DEFAULT mawa_actor() REFERENCES users (id),
  side text NOT NULL CHECK (side IN ('sender', 'partner', 'system')),
  how text NOT NULL CHECK (how IN ('here', 'phone', 'account', 'link')),
  reason text CHECK (reason ~ '^[a-z_]{3,40}$'),
  list_version integer,
  outcome text CHECK (outcome IN ('completed', 'not_reached', 'stopped')),
  -- How often the partner saw the person, where it says so.
  times smallint CHECK (times BETWEEN 0 AND 999),
  -- Sealed under the key of the referral.
  note bytea,
  -- The note is a question to the sender.
  asks boolean NOT NULL DEFAULT false,
  FOREIGN KEY (from_state, to_state) REFERENCES referral_transitions (from_state, to_state),
  CONSTRAINT referral_steps_by_somebody CHECK ((how = 'link') = (by IS NULL)),
  CONSTRAINT referral_steps_decline_with_a_reason CHECK (to_state <> 'declined' OR reason IS NOT NULL),
  CONSTRAINT referral_steps_close_with_an_outcome CHECK ((to_state = 'closed') = (outcome IS NOT NULL)),
  CONSTRAINT referral_steps_ask_and_stay CHECK (NOT asks OR side = 'partner' AND from_state = to_state)
);
CREATE UNIQUE INDEX referral_steps_begin_once ON referral_steps (referral_id) WHERE from_state IS NULL;
CREATE INDEX referral_steps_by_referral ON referral_steps (referral_id, place);
CREATE INDEX referral_steps_by_case ON referral_steps (case_id);
GRANT SELECT, INSERT ON referral_steps TO mawa_app, mawa_gate;
GRANT UPDATE (note) ON referral_steps TO mawa_gate;


-- The partner's copy of the disclosed text, sealed under the key of the referral; deleted when the referral ends.
CREATE TABLE referral_sheets (
  referral_id uuid PRIMARY KEY REFERENCES referrals (id),
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  sealed bytea NOT NULL
);
GRANT SELECT, INSERT ON referral_sheets TO mawa_app;
GRANT SELECT, DELETE ON referral_sheets TO mawa_gate;


-- A link by which a partner without an account answers (kind `referral`, `return_arrival` …), under an open
-- share; one at a time for a subject. Only a keyed digest of its number is kept, readable by mawa_gate alone.
CREATE TABLE partner_links (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL CHECK (kind ~ '^[a-z_]{3,40}$'),
  subject_id uuid NOT NULL,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  share_id uuid NOT NULL REFERENCES shares (id),
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  digest bytea NOT NULL,
  language text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  opened integer NOT NULL DEFAULT 0,
  last_opened_at timestamptz,
  CONSTRAINT partner_links_one_number UNIQUE (digest),
  CHECK (expires_at > made_at)
);
CREATE UNIQUE INDEX partner_links_one_at_a_time ON partner_links (kind, subject_id) WHERE ended_at IS NULL;
CREATE INDEX partner_links_by_case ON partner_links (case_id);
CREATE INDEX partner_links_by_share ON partner_links (share_id) WHERE ended_at IS NULL;
GRANT INSERT ON partner_links TO mawa_app;
GRANT SELECT ON partner_links TO mawa_gate;
GRANT SELECT (id, kind, subject_id, case_id, share_id, organisation_id, language, made_by, made_at,
  expires_at, ended_at, opened, last_opened_at), UPDATE (ended_at) ON partner_links TO mawa_app;
GRANT UPDATE (ended_at, opened, last_opened_at) ON partner_links TO mawa_gate;


-- A kind of help, other than a bed, that a person asked for on the telephone. Deleted when the person is
-- erased.
CREATE TABLE help_asked (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  service text NOT NULL CHECK (service ~ '^[a-z_]{3,40}$'),
  list_version integer NOT NULL CHECK (list_version > 0),
  urgent boolean NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT mawa_now(),
  asked_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  due_at timestamptz NOT NULL,
  CONSTRAINT help_asked_once UNIQUE (case_id, service, asked_at),
  CONSTRAINT help_asked_of_a_case UNIQUE (id, case_id),
  CONSTRAINT help_asked_due_later CHECK (due_at >= asked_at)
);
GRANT SELECT, INSERT ON help_asked TO mawa_app;
GRANT SELECT, DELETE ON help_asked TO mawa_gate;


-- What became of it, once: a referral (written by trigger alone), given here, or not wanted.
CREATE TABLE help_answers (
  help_id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  how text NOT NULL CHECK (how IN ('referred', 'given_here', 'not_wanted')),
  referral_id uuid REFERENCES referrals (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  CONSTRAINT help_answers_of_the_same_case
    FOREIGN KEY (help_id, case_id)
      REFERENCES help_asked (id, case_id) ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT help_answers_referred_with_one CHECK ((how = 'referred') = (referral_id IS NOT NULL))
);
CREATE INDEX help_answers_by_case ON help_answers (case_id);
CREATE INDEX help_answers_by_referral ON help_answers (referral_id) WHERE referral_id IS NOT NULL;
GRANT SELECT, INSERT ON help_answers TO mawa_app, mawa_gate;
