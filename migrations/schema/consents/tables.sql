-- One row is one version of the text that is read aloud for one purpose in one language. Proposed by one
-- person, counts once another approved it (from valid_from on); never changed after that.
CREATE TABLE consent_texts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  purpose text NOT NULL CHECK (purpose IN ('shelter', 'assistance', 'sharing', 'statistics', 'contact')),
  language text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
  version integer NOT NULL CHECK (version > 0),
  body text NOT NULL CHECK (length(body) BETWEEN 20 AND 8000),
  source text NOT NULL CHECK (length(source) BETWEEN 1 AND 200),
  proposed_by uuid NOT NULL REFERENCES users (id),
  proposed_at timestamptz NOT NULL DEFAULT mawa_now(),
  approved_by uuid REFERENCES users (id),
  valid_from timestamptz,
  CONSTRAINT consent_texts_version_once UNIQUE (purpose, language, version),
  CONSTRAINT consent_texts_by_purpose UNIQUE (id, purpose),
  CONSTRAINT consent_texts_second_person CHECK (approved_by <> proposed_by),
  CONSTRAINT consent_texts_count_once_approved CHECK ((approved_by IS NULL) = (valid_from IS NULL))
);
GRANT SELECT, INSERT ON consent_texts TO mawa_app;
GRANT UPDATE (approved_by, valid_from) ON consent_texts TO mawa_app;


-- One row is one answer of a person about one purpose (and one recipient, for sharing): given, refused or
-- withdrawn. Added, never changed; the latest of a purpose and recipient counts (consent_standing).
CREATE TABLE consents (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  purpose text NOT NULL CHECK (purpose IN ('shelter', 'assistance', 'sharing', 'statistics', 'contact')),
  -- Null: not about one recipient.
  recipient_id uuid REFERENCES organisations (id),
  decision text NOT NULL CHECK (decision IN ('given', 'refused', 'withdrawn')),
  how text NOT NULL CHECK (how IN ('oral', 'written', 'witnessed', 'guardian')),
  language text NOT NULL,
  explained_by uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  text_id uuid,
  channel text NOT NULL DEFAULT 'in_person' CHECK (channel IN ('in_person', 'phone', 'video')),
  interpreter boolean NOT NULL DEFAULT false,
  -- What was explained, by code (purpose_explained, use_explained …): yes or no.
  points jsonb NOT NULL DEFAULT '{}'::jsonb CHECK (jsonb_typeof(points) = 'object'),
  until_at timestamptz,
  -- Filled where a guardian answers for a child; guardian_sealed names one who has no case, under the key of
  -- the case. `assent` is then the child's own answer.
  guardian_relation text
    CHECK (guardian_relation IN ('mother', 'father', 'relative', 'legal_guardian', 'ad_hoc', 'authority')),
  guardian_case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  guardian_sealed bytea,
  assent text CHECK (assent IN ('given', 'refused', 'too_young')),
  recorded_by uuid REFERENCES users (id),
  CONSTRAINT consents_under_a_text FOREIGN KEY (text_id, purpose) REFERENCES consent_texts (id, purpose),
  CONSTRAINT consents_only_given_ones_end
    CHECK (until_at IS NULL OR (decision = 'given' AND until_at > at)),
  CONSTRAINT consents_guardian_and_assent
    CHECK (decision <> 'given' OR (guardian_relation IS NULL) = (assent IS NULL)),
  -- A child's own refusal of sharing stands over a guardian's yes.
  CONSTRAINT consents_childs_refusal_stands
    CHECK (NOT (decision = 'given' AND purpose = 'sharing' AND assent = 'refused'))
);
CREATE INDEX consents_by_case ON consents (case_id, at);
GRANT SELECT, INSERT ON consents TO mawa_app;
GRANT SELECT (id, case_id, purpose, decision, at) ON consents TO mawa_figures;
GRANT SELECT (case_id, at) ON consents TO mawa_blind;
GRANT SELECT (id, guardian_relation) ON consents TO mawa_gate;


-- What counts now of each case, purpose and recipient: written by the trigger consent_stands alone. Open
-- shares refer to it, so that none is open without a consent.
CREATE TABLE consent_standing (
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  purpose text NOT NULL,
  recipient_id uuid REFERENCES organisations (id),
  consent_id uuid NOT NULL REFERENCES consents (id),
  given boolean NOT NULL,
  at timestamptz NOT NULL,
  until_at timestamptz,
  CONSTRAINT consent_standing_once UNIQUE NULLS NOT DISTINCT (case_id, purpose, recipient_id),
  CONSTRAINT consent_standing_bears_shares UNIQUE (case_id, purpose, recipient_id, given)
);
CREATE INDEX consent_standing_by_end ON consent_standing (until_at) WHERE given;
GRANT SELECT ON consent_standing TO mawa_app;
GRANT SELECT, INSERT, UPDATE ON consent_standing TO mawa_gate;
GRANT SELECT (case_id, purpose, recipient_id, given, at, until_at) ON consent_standing TO mawa_figures;


-- One row is one sharing of parts of a case with one organisation, under a consent, from opened_at until
-- closed_at (at the latest until_at). Closed by a withdrawal or refusal in the same transaction, by its end,
-- or by hand.
CREATE TABLE shares (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Given to the recipient instead of a case number.
  reference text NOT NULL CHECK (reference ~ '^P-[0-9A-Z]{4}-[0-9A-Z]{4}$'),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  recipient_id uuid NOT NULL REFERENCES organisations (id),
  purpose text NOT NULL,
  consent_id uuid NOT NULL REFERENCES consents (id),
  what text[] NOT NULL
    CHECK (cardinality(what) >= 1
      AND cardinality(what) <= 12
      AND what <@ ARRAY[
        'case_number', 'facts', 'identity', 'contact', 'safe_contact', 'story', 'health', 'legal', 'care',
        'documents', 'needs']),
  why text NOT NULL
    CHECK (why IN ('referral', 'joint_support', 'health_care', 'legal_aid', 'training', 'return', 'research',
                   'case_work', 'coordination', 'supervision', 'reporting', 'agreed_with_people')),
  how text NOT NULL CHECK (how IN ('oral', 'file', 'report', 'partner_link')),
  -- What made it: a referral, an export list … and its id.
  source_kind text CHECK (source_kind ~ '^[a-z_]{3,40}$'),
  source_id uuid,
  opened_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  opened_at timestamptz NOT NULL DEFAULT mawa_now(),
  until_at timestamptz NOT NULL,
  closed_at timestamptz,
  closed_by uuid REFERENCES users (id),
  closed_why text CHECK (closed_why IN ('withdrawn', 'refused', 'expired', 'ended')),
  -- True while the share is open, else null: with it the foreign key below demands a consent that stands
  -- (given = true) for open shares only.
  needs_given boolean GENERATED ALWAYS AS (
    CASE WHEN closed_at IS NULL THEN true ELSE CAST(NULL AS boolean) END) STORED,
  CONSTRAINT shares_reference_once UNIQUE (reference),
  CONSTRAINT shares_open_or_not UNIQUE (id, needs_given),
  CONSTRAINT shares_open_under_consent
    FOREIGN KEY (case_id, purpose, recipient_id, needs_given)
      REFERENCES consent_standing (case_id, purpose, recipient_id, given) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT shares_closed_by_somebody
    CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (closed_why IS NULL)),
  CONSTRAINT shares_end_after_they_open CHECK (until_at > opened_at)
);
CREATE INDEX shares_by_case ON shares (case_id, opened_at);
CREATE INDEX shares_by_recipient ON shares (recipient_id, opened_at);
CREATE INDEX shares_by_end ON shares (until_at) WHERE closed_at IS NULL;
CREATE INDEX shares_of_lists ON shares (recipient_id, case_id)
  WHERE source_kind = 'list' AND closed_at IS NULL;
GRANT SELECT, INSERT ON shares TO mawa_app;
GRANT SELECT ON shares TO mawa_gate;
GRANT UPDATE (closed_at, closed_by, closed_why) ON shares TO mawa_app, mawa_gate;


-- One row notifies one partner that a share has ended: a reference and a day, never of whom or why. Written by
-- the trigger share_notifies_its_partner; marked once the partner was notified.
CREATE TABLE share_notices (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  share_id uuid NOT NULL REFERENCES shares (id),
  organisation_id uuid NOT NULL REFERENCES organisations (id),
  reference text NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  acknowledged_at timestamptz,
  acknowledged_by uuid REFERENCES users (id),
  acknowledged_how text CHECK (acknowledged_how IN ('account', 'phone')),
  CONSTRAINT share_notices_once UNIQUE (share_id),
  CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL) AND (acknowledged_at IS NULL) = (acknowledged_how IS NULL))
);
CREATE INDEX share_notices_by_organisation ON share_notices (organisation_id, at);
GRANT SELECT ON share_notices TO mawa_app;
GRANT SELECT, INSERT ON share_notices TO mawa_gate;
GRANT UPDATE (acknowledged_at, acknowledged_by, acknowledged_how) ON share_notices TO mawa_app;
