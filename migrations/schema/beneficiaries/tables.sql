-- ==== Cases and who may see them ====

-- One row is one case file of one person: coded facts, in clear. Written when somebody is registered, changed
-- by corrections (case_corrections). An erased person keeps the row under a new random id, so that figures
-- stay; it is deleted only when the import that added it is taken back.
CREATE TABLE cases (
  id uuid PRIMARY KEY,
  case_number text,
  registered_on date NOT NULL CHECK (registered_on BETWEEN '2000-01-01' AND '2100-01-01'),
  registered_at timestamptz NOT NULL DEFAULT mawa_now(),
  registered_by uuid NOT NULL REFERENCES users (id),
  organisation_id uuid REFERENCES organisations (id),
  -- Kept equal to the last row of stage_changes (trigger stage_is_the_last_change).
  stage text NOT NULL DEFAULT 'detected',
  sex text CHECK (sex IN ('female', 'male', 'other')),
  -- Facts below are corrected together with `version`, which rises by one each time. The exact birth date,
  -- where known, is a sealed field (case_seals).
  birth_year smallint CHECK (birth_year BETWEEN 1900 AND 2100),
  age_at_registration smallint CHECK (age_at_registration BETWEEN 0 AND 120),
  age_certainty text NOT NULL DEFAULT 'unknown'
    CHECK (age_certainty IN ('exact', 'year', 'declared', 'estimated', 'unknown')),
  nationality char(2),
  languages text[] NOT NULL DEFAULT '{}',
  -- Codes of the fixed list `regions`: the twelve regions of Morocco, '01' to '12'.
  region_recruitment text,
  region_exploitation text,
  access_need text CHECK (access_need IN ('none', 'step_free')),
  pregnant boolean,
  medical boolean,
  may_call boolean,
  version integer NOT NULL DEFAULT 1,
  -- Set once, by wipe_case(): then number, birth year, languages and health signs are gone.
  erased_at timestamptz,
  -- The case file that goes on, where two files were one person (join_files); null otherwise.
  merged_into uuid REFERENCES cases (id) ON UPDATE CASCADE,
  -- Days between which the person is born, both included, from an assessment of age or a known date.
  born_from date,
  born_until date,
  CONSTRAINT cases_number_once UNIQUE (case_number),
  CONSTRAINT cases_known_age_has_a_basis
    CHECK ((age_at_registration IS NULL) = (age_certainty = 'unknown')),
  CONSTRAINT cases_erased_have_no_number CHECK ((case_number IS NULL) = (erased_at IS NOT NULL)),
  CONSTRAINT cases_not_merged_into_themselves CHECK (merged_into <> id),
  CONSTRAINT cases_born_between
    CHECK ((born_from IS NULL) = (born_until IS NULL)
        AND born_from <= born_until
        AND born_from >= '1850-01-01')
);
CREATE INDEX cases_by_registration ON cases (registered_on DESC, id);
CREATE INDEX cases_merged ON cases (merged_into) WHERE merged_into IS NOT NULL;
GRANT SELECT, INSERT, UPDATE ON cases TO mawa_app;
GRANT DELETE ON cases TO mawa_gate;
GRANT SELECT (id, case_number, stage, sex, birth_year, age_at_registration, age_certainty, nationality,
  languages, region_recruitment, region_exploitation, access_need, pregnant, medical, may_call, version,
  erased_at, merged_into, born_from, born_until), UPDATE (id, case_number, sex, birth_year,
  age_at_registration, age_certainty, nationality, languages, region_recruitment, region_exploitation,
  access_need, pregnant, medical, may_call, version, erased_at, merged_into, born_from, born_until) ON cases
  TO mawa_gate;
GRANT SELECT (id, registered_on, stage, sex, birth_year, age_at_registration, age_certainty, nationality,
  region_recruitment, region_exploitation, erased_at, merged_into) ON cases TO mawa_figures;
GRANT SELECT (id, registered_on, stage, sex, birth_year, age_at_registration, age_certainty, nationality,
  erased_at, merged_into) ON cases TO mawa_blind;
GRANT SELECT (registered_on) ON cases TO mawa_gate;


-- One row is a number under which an organisation kept the person before Mawa, as it was written. Imports of the
-- past recognise the person by it. A file number, never a name: it has a digit.
CREATE TABLE earlier_numbers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  organisation_id uuid REFERENCES organisations (id),
  number text NOT NULL CHECK (length(number) BETWEEN 1 AND 40 AND number ~ '[0-9]'),
  -- As numbers are compared: small letters, one hyphen for the signs between its parts.
  compared text NOT NULL GENERATED ALWAYS AS (earlier_number_key(number)) STORED,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT earlier_numbers_once UNIQUE NULLS NOT DISTINCT (organisation_id, compared)
);
CREATE INDEX earlier_numbers_by_case ON earlier_numbers (case_id);
CREATE INDEX earlier_numbers_by_number ON earlier_numbers (compared);
GRANT SELECT, INSERT ON earlier_numbers TO mawa_app;
GRANT SELECT, DELETE ON earlier_numbers TO mawa_gate;


-- One row gives one principal (a person, a team, an organisation or a shelter) these parts of one case, for
-- this reason, until an instant (null: without an end). The only source of access to a case. Written by
-- functions of mawa_gate; deleted only by erasing, parting joined files or taking an import back.
CREATE TABLE case_access (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL,
  principal_kind text NOT NULL CHECK (principal_kind IN ('user', 'team', 'organisation', 'shelter')),
  principal_id uuid NOT NULL,
  reason text NOT NULL REFERENCES access_reasons (reason),
  parts text[] NOT NULL,
  -- The row that gave the access: a booking, a bed request, a break_glass row, a duplicate pair; null for
  -- registered and assigned.
  source_id uuid,
  from_at timestamptz NOT NULL DEFAULT mawa_now(),
  until_at timestamptz,
  given_by uuid REFERENCES users (id),
  -- Of a row copied onto the other file of a joined person: the original, with which it ends.
  mirror_of uuid REFERENCES case_access (id) ON DELETE CASCADE,
  -- Deferred, since open_case() writes the access row before the case.
  CONSTRAINT case_access_of_a_case
    FOREIGN KEY (case_id) REFERENCES cases (id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
);
-- By the end, so that years of ended access are not read: with CASE, which policies may look up in an index, and not
-- with coalesce(), which PostgreSQL does not count among what leaks nothing.
CREATE INDEX case_access_by_case ON case_access
  (case_id, (CASE WHEN until_at IS NULL THEN 'infinity' ELSE until_at END), principal_id);
CREATE INDEX case_access_by_principal ON case_access
  (principal_id, (CASE WHEN until_at IS NULL THEN 'infinity' ELSE until_at END), case_id);
-- For assessed_alone(), which is asked wherever a booking shows its person.
CREATE INDEX case_access_of_assessors ON case_access (principal_id, case_id) WHERE reason = 'assessor';
CREATE UNIQUE INDEX case_access_once ON case_access (case_id, principal_id, reason, source_id) NULLS NOT
  DISTINCT
  WHERE until_at IS NULL AND mirror_of IS NULL;
CREATE UNIQUE INDEX case_access_mirrored_once ON case_access (mirror_of, case_id)
  WHERE mirror_of IS NOT NULL;
GRANT SELECT ON case_access TO mawa_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_access TO mawa_gate;
GRANT SELECT (case_id, principal_kind, principal_id, reason, parts, from_at, until_at) ON case_access TO
  mawa_blind;


-- Conflict of interest: one row keeps one user from a case, or from the whole family, whatever access they
-- have. Written by block_user(), ended by lift_block(); the user sees no trace of it. `reason` is sealed with
-- the key of the case.
CREATE TABLE case_blocks (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id),
  scope text NOT NULL CHECK (scope IN ('case', 'family')),
  reason bytea NOT NULL,
  decided_by uuid NOT NULL REFERENCES users (id),
  decided_at timestamptz NOT NULL DEFAULT mawa_now(),
  from_at timestamptz NOT NULL DEFAULT mawa_now(),
  until_at timestamptz,
  ended_by uuid REFERENCES users (id),
  ended_at timestamptz,
  CHECK (until_at > from_at),
  CONSTRAINT case_blocks_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX case_blocks_by_user ON case_blocks (user_id) WHERE ended_at IS NULL;
CREATE INDEX case_blocks_by_case ON case_blocks (case_id);
GRANT SELECT ON case_blocks TO mawa_app;
GRANT SELECT, INSERT, UPDATE ON case_blocks TO mawa_gate;


-- One row restricts a case to the people of case_named until it is lifted. Set by a case supervisor
-- (restrict_case); lifting is asked by one (ask_lift) and confirmed by another (answer_lift). `reason` is
-- sealed.
CREATE TABLE case_restrictions (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  reason bytea NOT NULL,
  set_by uuid NOT NULL REFERENCES users (id),
  set_at timestamptz NOT NULL DEFAULT mawa_now(),
  lift_asked_by uuid REFERENCES users (id),
  lift_asked_at timestamptz,
  lifted_by uuid REFERENCES users (id),
  lifted_at timestamptz,
  CONSTRAINT case_restrictions_lifted_by_two CHECK (lifted_by <> lift_asked_by),
  CONSTRAINT case_restrictions_lift_is_asked
    CHECK (lifted_at IS NULL OR (lifted_by IS NOT NULL AND lift_asked_by IS NOT NULL))
);
CREATE UNIQUE INDEX case_restrictions_once ON case_restrictions (case_id) WHERE lifted_at IS NULL;
GRANT SELECT ON case_restrictions TO mawa_app;
GRANT SELECT, INSERT, UPDATE ON case_restrictions TO mawa_gate;


-- One row names one user who may see a restricted case, as far as their own access goes; it gives no access
-- by itself. Written by restrict_case, add_named_reader and grant_access, ended by remove_named_reader and answer_lift.
CREATE TABLE case_named (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id),
  named_by uuid NOT NULL REFERENCES users (id),
  named_at timestamptz NOT NULL DEFAULT mawa_now(),
  ended_by uuid REFERENCES users (id),
  ended_at timestamptz
);
CREATE UNIQUE INDEX case_named_once ON case_named (case_id, user_id) WHERE ended_at IS NULL;
GRANT SELECT ON case_named TO mawa_app;
GRANT SELECT, INSERT, UPDATE ON case_named TO mawa_gate;


-- One row is one attempt to open a case in an emergency by its number, successful (case_id set, until_at some
-- hours later) or not (both null); each counts towards the limit of a day. Written by break_glass(), reviewed
-- by close_break_glass_review(). `note` and `review_note` are sealed.
CREATE TABLE break_glass (
  id uuid PRIMARY KEY,
  case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id),
  cause text NOT NULL CHECK (cause IN ('life', 'medical', 'missing', 'child', 'court', 'other')),
  note bytea,
  -- Whether the case was restricted at that moment.
  restricted boolean NOT NULL DEFAULT false,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  until_at timestamptz,
  reviewed_by uuid REFERENCES users (id),
  reviewed_at timestamptz,
  verdict text CHECK (verdict IN ('justified', 'not_justified')),
  review_note bytea,
  CONSTRAINT break_glass_opened_or_not CHECK ((case_id IS NULL) = (until_at IS NULL)),
  CONSTRAINT break_glass_by_another CHECK (reviewed_by <> user_id),
  CONSTRAINT break_glass_reviewed_whole
    CHECK ((reviewed_by IS NULL) = (verdict IS NULL) AND (verdict IS NULL) = (reviewed_at IS NULL))
);
CREATE INDEX break_glass_by_user ON break_glass (user_id, at);
CREATE INDEX break_glass_by_case ON break_glass (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX break_glass_waiting ON break_glass (at) WHERE case_id IS NOT NULL AND reviewed_at IS NULL;
GRANT SELECT ON break_glass TO mawa_app;
GRANT SELECT, INSERT, UPDATE ON break_glass TO mawa_gate;


-- ==== Sealed fields and keys ====

-- The key of one case, wrapped by the master key whose name is `master_key`. Made with the case, deleted by
-- erasing: then every field sealed with it is unreadable. No foreign key to cases, since a dump may leave
-- this schema out.
CREATE TABLE keys.case_keys (
  case_id uuid PRIMARY KEY,
  wrapped bytea NOT NULL,
  master_key text NOT NULL
);
GRANT SELECT, INSERT ON keys.case_keys TO mawa_app;
GRANT DELETE ON keys.case_keys TO mawa_gate;
GRANT SELECT (case_id, wrapped) ON keys.case_keys TO mawa_blind, mawa_gate;
GRANT SELECT (master_key), UPDATE (wrapped, master_key) ON keys.case_keys TO mawa_gate;


-- One row is one sealed field (encrypted with the key of the case). `field` decides which part of the case it
-- belongs to: part_of_seal(). An update or deletion by the application needs a copy of the old value first
-- (trigger sealed_value_is_kept).
CREATE TABLE case_seals (
  case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  field text
    CHECK (field IN ('names', 'birth_date', 'contact', 'safe_contact', 'documents', 'story', 'health')),
  sealed bytea NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (case_id, field)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON case_seals TO mawa_app;
GRANT INSERT, DELETE ON case_seals TO mawa_gate;
GRANT SELECT (case_id, field, sealed) ON case_seals TO mawa_blind;
GRANT SELECT (case_id, field, sealed, sealed_at), UPDATE (sealed, sealed_at) ON case_seals TO mawa_gate;


-- ==== Stages and corrections ====

-- One row is one permitted step of the referral mechanism: which roles write it down, who may have decided
-- it, whether it reopens an ended case. Reference data; a step is never deleted, only retired.
CREATE TABLE stage_transitions (
  from_stage text,
  to_stage text,
  roles text[] NOT NULL CHECK (cardinality(roles) > 0),
  deciders text[] NOT NULL CHECK (cardinality(deciders) > 0),
  reopens boolean NOT NULL,
  edition text NOT NULL,
  retired_at timestamptz,
  PRIMARY KEY (from_stage, to_stage),
  CHECK (to_stage <> from_stage)
);
GRANT SELECT ON stage_transitions TO mawa_app, mawa_gate;


-- One row is one change of a person's stage, in the order of `at`. Added with each step, never changed. The
-- first one has no from_stage.
CREATE TABLE stage_changes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  from_stage text,
  to_stage text NOT NULL,
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL REFERENCES users (id),
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 100),
  decided_by text,
  -- The last day of a reflection period; set exactly when to_stage is reflection_period.
  until_on date,
  CONSTRAINT stage_changes_take_a_known_step
    FOREIGN KEY (from_stage, to_stage) REFERENCES stage_transitions (from_stage, to_stage),
  CONSTRAINT stage_changes_only_reflection_ends CHECK (until_on IS NULL OR to_stage = 'reflection_period')
);
CREATE INDEX stage_changes_by_case ON stage_changes (case_id, at);
GRANT SELECT, INSERT ON stage_changes TO mawa_app;
GRANT DELETE ON stage_changes TO mawa_gate;
GRANT SELECT (id, case_id, to_stage, at, reason, xmin) ON stage_changes TO mawa_gate;
GRANT SELECT (case_id, at) ON stage_changes TO mawa_blind;
GRANT SELECT (case_id, to_stage, at) ON stage_changes TO mawa_figures;


-- The note of one stage change, sealed with the key of the case. It belongs to the part `story`, the change
-- itself to `facts`.
CREATE TABLE stage_notes (
  change_id uuid PRIMARY KEY REFERENCES stage_changes (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  sealed bytea NOT NULL
);
CREATE INDEX stage_notes_by_case ON stage_notes (case_id);
GRANT SELECT, INSERT ON stage_notes TO mawa_app;
GRANT SELECT, DELETE ON stage_notes TO mawa_gate;


-- One row is one version of the facts of a case: which fields changed, who changed them and why. Added
-- together with the new `cases.version` (trigger case_version_has_its_row); parting joined files deletes the
-- one of the join.
CREATE TABLE case_corrections (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  version integer NOT NULL CHECK (version > 1),
  fields text[] NOT NULL CHECK (cardinality(fields) > 0),
  why text NOT NULL CHECK (why IN ('assessment', 'changed', 'merged', 'mistake', 'person_asked')),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL REFERENCES users (id),
  CONSTRAINT case_corrections_one_a_version UNIQUE (case_id, version)
);
GRANT SELECT, INSERT ON case_corrections TO mawa_app;
GRANT DELETE ON case_corrections TO mawa_gate;
GRANT SELECT (id, case_id, version, fields, why, at) ON case_corrections TO mawa_gate;


-- What one field held before one correction, sealed with the key of the case; 'facts' holds the former coded
-- columns of cases. Kept until the person is erased.
CREATE TABLE case_former_values (
  correction_id uuid REFERENCES case_corrections (id),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  field text
    CHECK (field IN ('facts', 'names', 'birth_date', 'contact', 'safe_contact', 'documents', 'story',
                     'health')),
  sealed bytea NOT NULL,
  PRIMARY KEY (correction_id, field)
);
CREATE INDEX case_former_values_by_case ON case_former_values (case_id);
GRANT SELECT, INSERT ON case_former_values TO mawa_app;
GRANT SELECT, DELETE ON case_former_values TO mawa_gate;


-- ==== Facts ====

-- One row is one element of trafficking by article 448-1 of the penal code found for a case: an act, a means
-- or a purpose, with the version of the list that its code comes from.
CREATE TABLE case_exploitation (
  case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  element text CHECK (element IN ('act', 'means', 'purpose')),
  code text,
  list_version text NOT NULL,
  PRIMARY KEY (case_id, element, code)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON case_exploitation TO mawa_app;
GRANT SELECT ON case_exploitation TO mawa_figures;
GRANT DELETE ON case_exploitation TO mawa_gate;
GRANT SELECT (case_id) ON case_exploitation TO mawa_gate;


-- One row is one version of the classification of a person (motives, control, recruitment, exploitation),
-- added whole and never changed. `began` and `duration` are bands of years and months. Erasing keeps the last
-- version.
CREATE TABLE case_classifications (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  version integer NOT NULL CHECK (version BETWEEN 1 AND 9999),
  began text CHECK (began IN ('under_1', '1_to_2', '3_to_5', 'over_5', 'not_known', 'declined')),
  duration text CHECK (duration IN ('months_0_12', 'months_13_24', 'months_25_up', 'not_known', 'declined')),
  age_began smallint CHECK (age_began BETWEEN 0 AND 120),
  age_began_answer text CHECK (age_began_answer IN ('not_known', 'declined')),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL REFERENCES users (id),
  CONSTRAINT case_classifications_version_once UNIQUE (case_id, version),
  CONSTRAINT case_classifications_of_a_case UNIQUE (id, case_id),
  CONSTRAINT case_classifications_one_age CHECK (age_began IS NULL OR age_began_answer IS NULL)
);
GRANT SELECT, INSERT ON case_classifications TO mawa_app;
GRANT DELETE ON case_classifications TO mawa_gate;
GRANT SELECT (id, case_id, version, began, duration, age_began, age_began_answer) ON case_classifications TO
  mawa_figures;
GRANT SELECT (id, case_id, version) ON case_classifications TO mawa_gate;


-- One row is one code given as an answer to one question of a classification, or (code null) that the answer
-- is not known or was declined. Written in the transaction of its classification.
CREATE TABLE case_classification_answers (
  classification_id uuid NOT NULL,
  case_id uuid NOT NULL,
  question text NOT NULL,
  answer text NOT NULL CHECK (answer IN ('given', 'not_known', 'declined')),
  list text,
  code text,
  list_version integer,
  CONSTRAINT case_classification_answers_once
    UNIQUE NULLS NOT DISTINCT (classification_id, question, code),
  FOREIGN KEY (classification_id, case_id)
    REFERENCES case_classifications (id, case_id) ON UPDATE CASCADE ON DELETE CASCADE,
  FOREIGN KEY (list, list_version, code) REFERENCES list_items (list, version, code),
  -- All rows of one question give the same kind of answer: codes, or not_known, or declined.
  CONSTRAINT case_classification_answers_agree
    EXCLUDE USING gist (classification_id WITH =, question WITH =, answer WITH <>),
  CONSTRAINT case_classification_answers_whole
    CHECK (num_nonnulls(list, code, list_version) = (CASE answer WHEN 'given' THEN 3 ELSE 0 END)),
  -- Each question takes codes of one list only.
  CONSTRAINT case_classification_answers_of_its_list
    CHECK (CASE question
          WHEN 'motives' THEN 'motives'
          WHEN 'control' THEN 'control_methods'
          WHEN 'relation' THEN 'recruiter_relations'
          WHEN 'recruitment_methods' THEN 'recruitment_methods'
          WHEN 'recruitment_platforms' THEN 'platforms'
          WHEN 'forms' THEN 'exploitation_types'
          WHEN 'sexual_forms' THEN 'sexual_exploitation_types'
          WHEN 'sectors' THEN 'labour_sectors'
          WHEN 'exploitation_channels' THEN 'exploitation_channels'
          WHEN 'exploitation_platforms' THEN 'platforms'
          ELSE NULL
        END IS NOT NULL
        AND (list IS NULL
            OR list = (CASE question
                         WHEN 'motives' THEN 'motives'
                         WHEN 'control' THEN 'control_methods'
                         WHEN 'relation' THEN 'recruiter_relations'
                         WHEN 'recruitment_methods' THEN 'recruitment_methods'
                         WHEN 'recruitment_platforms' THEN 'platforms'
                         WHEN 'forms' THEN 'exploitation_types'
                         WHEN 'sexual_forms' THEN 'sexual_exploitation_types'
                         WHEN 'sectors' THEN 'labour_sectors'
                         WHEN 'exploitation_channels' THEN 'exploitation_channels'
                         WHEN 'exploitation_platforms' THEN 'platforms'
                         ELSE NULL
                       END)))
);
CREATE INDEX case_classification_answers_by_case ON case_classification_answers (case_id);
GRANT SELECT, INSERT ON case_classification_answers TO mawa_app;
GRANT SELECT (classification_id, case_id, question, answer, list, code) ON case_classification_answers TO
  mawa_figures;


-- One row is one place of recruitment, transit or exploitation of a classification; transit may have up to
-- 20, in order. `country` is ISO 3166-1 alpha-2, `region` a region of Morocco, `town` is sealed with the key
-- of the case.
CREATE TABLE case_classification_places (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  classification_id uuid NOT NULL,
  case_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('recruitment', 'transit', 'exploitation')),
  position smallint NOT NULL CHECK ("position" BETWEEN 1 AND 20),
  answer text NOT NULL CHECK (answer IN ('given', 'abroad', 'not_known', 'declined', 'none')),
  country char(2) CHECK (country ~ '^[A-Z]{2}$'),
  region text CHECK (region ~ '^(0[1-9]|1[0-2])$'),
  town bytea,
  CONSTRAINT case_classification_places_once UNIQUE (classification_id, kind, "position"),
  FOREIGN KEY (classification_id, case_id)
    REFERENCES case_classifications (id, case_id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT case_classification_places_agree
    EXCLUDE USING gist (classification_id WITH =, kind WITH =, answer WITH <>),
  CONSTRAINT case_classification_places_whole CHECK ((answer = 'given') = (country IS NOT NULL)),
  CONSTRAINT case_classification_places_region_of_morocco CHECK (region IS NULL OR country = 'MA' IS TRUE),
  CONSTRAINT case_classification_places_town_of_a_country CHECK (town IS NULL OR country IS NOT NULL),
  CONSTRAINT case_classification_places_one
    CHECK ("position" = 1 OR (kind = 'transit' AND answer = 'given')),
  CONSTRAINT case_classification_places_none_is_transit CHECK (answer <> 'none' OR kind = 'transit')
);
CREATE INDEX case_classification_places_by_case ON case_classification_places (case_id);
GRANT SELECT, INSERT ON case_classification_places TO mawa_app;
GRANT SELECT (classification_id, case_id, kind, position, answer, country, region) ON
  case_classification_places TO mawa_figures;
GRANT SELECT (case_id), UPDATE (town) ON case_classification_places TO mawa_gate;


-- One row is one assessment of a person's age: range in years (`low` to `high`), margin in years, conclusion.
-- Added by those who write the facts, withdrawn and not changed; deleted when the person is erased. `note` is
-- sealed.
CREATE TABLE age_assessments (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  assessed_on date NOT NULL CHECK (assessed_on BETWEEN '2000-01-01' AND '2100-01-01'),
  methods text[] NOT NULL,
  institution text NOT NULL
    CHECK (institution IN ('programme', 'social_service', 'hospital', 'court', 'prosecutor', 'consulate',
                           'other')),
  low smallint NOT NULL CHECK (low BETWEEN 0 AND 120),
  high smallint NOT NULL CHECK (high BETWEEN 0 AND 120),
  margin smallint NOT NULL CHECK (margin BETWEEN 0 AND 10),
  conclusion text NOT NULL CHECK (conclusion IN ('child', 'adult', 'undetermined')),
  benefit_of_doubt boolean NOT NULL,
  agreement text NOT NULL CHECK (agreement IN ('consent', 'assent', 'guardian', 'refused', 'not_asked')),
  note bytea,
  recorded_at timestamptz NOT NULL DEFAULT mawa_now(),
  recorded_by uuid NOT NULL REFERENCES users (id),
  -- The version of the case (cases.version) that applied this assessment; null where it changed nothing.
  applied_version integer,
  withdrawn_at timestamptz,
  withdrawn_by uuid REFERENCES users (id),
  withdrawn_why text CHECK (withdrawn_why IN ('mistake', 'contested', 'person_asked')),
  CONSTRAINT age_assessments_range CHECK (low <= high),
  -- bone_xray never stands alone: the method is contested.
  CONSTRAINT age_assessments_method
    CHECK (methods <@ ARRAY['documents', 'statement', 'interview', 'social', 'medical', 'bone_xray', 'other']
        AND methods && ARRAY['documents', 'statement', 'interview', 'social', 'medical', 'other']),
  -- The conclusion must follow from the range widened by the margin; benefit_of_doubt is set exactly for a
  -- child whose widened range reaches 18.
  CONSTRAINT age_assessments_conclude_what_they_found
    CHECK (CASE conclusion
          WHEN 'adult' THEN (low - margin) >= 18 AND NOT (benefit_of_doubt)
          WHEN 'undetermined' THEN
            (low - margin) < 18 AND (high + margin) >= 18 AND NOT (benefit_of_doubt)
          ELSE (low - margin) < 18 AND benefit_of_doubt = ((high + margin) >= 18)
        END),
  CONSTRAINT age_assessments_withdrawal_is_signed
    CHECK (num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_why) IN (0, 3))
);
CREATE INDEX age_assessments_by_case ON age_assessments (case_id, assessed_on DESC, recorded_at DESC);
GRANT SELECT, INSERT ON age_assessments TO mawa_app;
GRANT DELETE ON age_assessments TO mawa_gate;
GRANT SELECT (case_id) ON age_assessments TO mawa_gate;
GRANT UPDATE (withdrawn_at, withdrawn_by, withdrawn_why) ON age_assessments TO mawa_app;


-- ==== Families, links, networks ====

-- One row puts one case into one family (a family has no row of its own), with the relation to the person in
-- it whose relation is 'self'. Placing reads it: members may share a room. Deleted when somebody leaves;
-- family_changes keeps the history.
CREATE TABLE family_members (
  family_id uuid,
  case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
  relation text NOT NULL,
  PRIMARY KEY (family_id, case_id)
);
CREATE INDEX family_members_by_case ON family_members (case_id);
GRANT SELECT, INSERT, DELETE ON family_members TO mawa_app, mawa_gate;
GRANT SELECT ON family_members TO mawa_blind;
GRANT SELECT (case_id) ON family_members TO mawa_gate;


-- One row is one person joining (relation) or leaving (reason) a family; never changed.
CREATE TABLE family_changes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  family_id uuid NOT NULL,
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  change text NOT NULL CHECK (change IN ('joined', 'left')),
  relation text,
  reason text CHECK (reason IN ('mistake', 'no_longer', 'person_asked', 'split')),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  by uuid NOT NULL REFERENCES users (id),
  CONSTRAINT family_changes_say_how
    CHECK (CASE change WHEN 'joined' THEN relation IS NOT NULL ELSE reason IS NOT NULL END)
);
CREATE INDEX family_changes_by_case ON family_changes (case_id, at);
GRANT SELECT, INSERT ON family_changes TO mawa_app;
GRANT DELETE ON family_changes TO mawa_gate;
GRANT SELECT (case_id) ON family_changes TO mawa_gate;


-- One row is one relation between two people. Directed for parent_of and guardian_of (from_case is the parent
-- or guardian); of the others the smaller id stands first. Ended; deleted only by erasing.
CREATE TABLE case_links (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind text NOT NULL
    CHECK (kind IN ('parent_of', 'guardian_of', 'sibling', 'couple', 'other_relative', 'co_victim')),
  from_case uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  to_case uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  since date CHECK (since BETWEEN '1900-01-01' AND '2100-01-01'),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  made_by uuid NOT NULL REFERENCES users (id),
  ended_at timestamptz,
  ended_by uuid REFERENCES users (id),
  end_reason text CHECK (end_reason IN ('mistake', 'no_longer', 'person_asked')),
  CONSTRAINT case_links_of_two CHECK (from_case <> to_case),
  CONSTRAINT case_links_symmetrical_once
    CHECK (kind IN ('parent_of', 'guardian_of') OR from_case < to_case),
  CONSTRAINT case_links_end_is_signed CHECK (num_nonnulls(ended_at, ended_by, end_reason) IN (0, 3))
);
CREATE UNIQUE INDEX case_links_once ON case_links (from_case, to_case, kind) WHERE ended_at IS NULL;
CREATE INDEX case_links_by_one ON case_links (from_case);
CREATE INDEX case_links_by_other ON case_links (to_case);
GRANT SELECT, INSERT ON case_links TO mawa_app;
GRANT SELECT, DELETE ON case_links TO mawa_gate;
GRANT UPDATE (ended_at, ended_by, end_reason) ON case_links TO mawa_app;


-- One row says that two people never sleep under one roof. Ended and kept; deleted with erasure. `end_reason`
-- is sealed.
CREATE TABLE keep_apart (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  from_case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  decided_at timestamptz NOT NULL DEFAULT mawa_now(),
  decided_by uuid NOT NULL REFERENCES users (id),
  ended_at timestamptz,
  ended_by uuid REFERENCES users (id),
  end_reason bytea,
  CHECK (case_id <> from_case_id),
  -- NOT VALID: rows that ended before an end had a reason are left as they are.
  CONSTRAINT keep_apart_end_is_signed
    CHECK (ended_at IS NULL OR (ended_by IS NOT NULL AND end_reason IS NOT NULL)) NOT VALID
);
CREATE INDEX keep_apart_by_case ON keep_apart (case_id);
CREATE INDEX keep_apart_by_other ON keep_apart (from_case_id);
GRANT SELECT, INSERT, UPDATE ON keep_apart TO mawa_app;
GRANT SELECT ON keep_apart TO mawa_blind;
GRANT INSERT, DELETE ON keep_apart TO mawa_gate;
GRANT SELECT (id, case_id, from_case_id, decided_at, decided_by, ended_at) ON keep_apart TO mawa_gate;


-- One row is one trafficking network. `sealed` holds name and description under a key of its own
-- (keys.record_keys, kind network); `revision` rises with each saving. Made by open_network(), never deleted.
CREATE TABLE networks (
  id uuid PRIMARY KEY,
  sealed bytea,
  revision integer NOT NULL DEFAULT 1,
  made_by uuid NOT NULL REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now()
);
GRANT SELECT, INSERT ON networks TO mawa_gate;
GRANT SELECT ON networks TO mawa_app;
GRANT UPDATE (sealed, revision) ON networks TO mawa_app;


-- One row names one user who reads a network. Added by open_network() and by those who keep the network,
-- ended by end_network_reader(); at least one reader with an account in use remains.
CREATE TABLE network_readers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  network_id uuid NOT NULL REFERENCES networks (id),
  user_id uuid NOT NULL REFERENCES users (id),
  named_by uuid NOT NULL REFERENCES users (id),
  named_at timestamptz NOT NULL DEFAULT mawa_now(),
  ended_at timestamptz,
  ended_by uuid REFERENCES users (id),
  CONSTRAINT network_readers_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX network_readers_once ON network_readers (network_id, user_id) WHERE ended_at IS NULL;
CREATE INDEX network_readers_by_user ON network_readers (user_id) WHERE ended_at IS NULL;
GRANT SELECT, INSERT ON network_readers TO mawa_app, mawa_gate;
GRANT UPDATE (ended_at, ended_by) ON network_readers TO mawa_gate;


-- One row says how one person stands to one network: exploited by it, or on its side (recruiter, member,
-- linked). Ended, never changed; deleted when the person is erased.
CREATE TABLE case_networks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  network_id uuid NOT NULL REFERENCES networks (id),
  side text NOT NULL CHECK (side IN ('exploited', 'recruiter', 'member', 'linked')),
  said_at timestamptz NOT NULL DEFAULT mawa_now(),
  said_by uuid NOT NULL REFERENCES users (id),
  ended_at timestamptz,
  ended_by uuid REFERENCES users (id),
  end_reason text CHECK (end_reason IN ('mistake', 'no_longer', 'person_asked')),
  CONSTRAINT case_networks_end_is_signed CHECK (num_nonnulls(ended_at, ended_by, end_reason) IN (0, 3))
);
CREATE UNIQUE INDEX case_networks_once ON case_networks (case_id, network_id) WHERE ended_at IS NULL;
CREATE INDEX case_networks_by_network ON case_networks (network_id) WHERE ended_at IS NULL;
GRANT SELECT, DELETE ON case_networks TO mawa_gate;
GRANT SELECT ON case_networks TO mawa_blind;
GRANT SELECT, INSERT ON case_networks TO mawa_app;
GRANT UPDATE (ended_at, ended_by, end_reason) ON case_networks TO mawa_app;


-- One row says that one person never sleeps under one roof with the side of one network and, with
-- victims_too, with others whom it exploited. Ended, never changed; deleted when the person is erased.
CREATE TABLE network_apart (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
  network_id uuid NOT NULL REFERENCES networks (id),
  victims_too boolean NOT NULL,
  decided_at timestamptz NOT NULL DEFAULT mawa_now(),
  decided_by uuid NOT NULL REFERENCES users (id),
  ended_at timestamptz,
  ended_by uuid REFERENCES users (id),
  end_reason text CHECK (end_reason IN ('mistake', 'no_longer', 'person_asked')),
  CONSTRAINT network_apart_end_is_signed CHECK (num_nonnulls(ended_at, ended_by, end_reason) IN (0, 3))
);
CREATE UNIQUE INDEX network_apart_once ON network_apart (case_id, network_id) WHERE ended_at IS NULL;
CREATE INDEX network_apart_by_network ON network_apart (network_id) WHERE ended_at IS NULL;
GRANT SELECT, INSERT, DELETE ON network_apart TO mawa_gate;
GRANT SELECT ON network_apart TO mawa_blind;
GRANT SELECT, INSERT ON network_apart TO mawa_app;
GRANT UPDATE (ended_at, ended_by, end_reason) ON network_apart TO mawa_app;


-- ==== Intakes ====

-- One row is one registration in progress, before there is a case. `sealed` holds what was typed, under a key
-- of its own (keys.record_keys, kind intake); when the intake ends that key and the text are deleted and the
-- row stays. Ends by itself after the setting intake_keep_days.
CREATE TABLE intakes (
  id uuid PRIMARY KEY,
  begun_by uuid NOT NULL REFERENCES users (id),
  begun_at timestamptz NOT NULL DEFAULT mawa_now(),
  -- The one user who sees this intake.
  holder_id uuid NOT NULL REFERENCES users (id),
  saved_at timestamptz NOT NULL DEFAULT mawa_now(),
  revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
  step text NOT NULL CHECK (step ~ '^[a-z]{3,20}$'),
  -- How many people are being registered together.
  people smallint NOT NULL DEFAULT 1 CHECK (people BETWEEN 1 AND 20),
  sealed bytea,
  ended_at timestamptz,
  ended_by uuid REFERENCES users (id),
  outcome text CHECK (outcome IN ('registered', 'cancelled', 'expired')),
  reason text CHECK (reason ~ '^[a-z_]{3,40}$'),
  CONSTRAINT intakes_end_is_signed CHECK (num_nonnulls(ended_at, ended_by, outcome) IN (0, 3)),
  CONSTRAINT intakes_cancelled_for_a_reason
    CHECK ((NOT (outcome IS DISTINCT FROM 'cancelled')) = (reason IS NOT NULL)),
  CONSTRAINT intakes_ended_hold_nothing CHECK (ended_at IS NULL OR sealed IS NULL)
);
CREATE INDEX intakes_in_hand ON intakes (holder_id, saved_at DESC) WHERE ended_at IS NULL;
CREATE INDEX intakes_open_by_age ON intakes (saved_at) WHERE ended_at IS NULL;
GRANT SELECT, INSERT ON intakes TO mawa_app;
GRANT SELECT, UPDATE ON intakes TO mawa_gate;
GRANT UPDATE (saved_at, revision, step, people, sealed) ON intakes TO mawa_app;


-- One row is one handing over of an intake from its holder to another user; written by hand_over_intake() and
-- reassign_open_intakes(), never changed.
CREATE TABLE intake_hand_overs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  intake_id uuid NOT NULL REFERENCES intakes (id),
  from_user uuid NOT NULL REFERENCES users (id),
  to_user uuid NOT NULL REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT intake_hand_overs_to_another CHECK (from_user <> to_user)
);
CREATE INDEX intake_hand_overs_by_intake ON intake_hand_overs (intake_id, at);
GRANT SELECT ON intake_hand_overs TO mawa_app;
GRANT INSERT ON intake_hand_overs TO mawa_gate;
