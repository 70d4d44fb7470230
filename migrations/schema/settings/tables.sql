-- Settings: what they are, what is proposed and who decided. Values stand in `settings` (platform) and in the tables
-- that `tables` names. docs/settings.md.

-- One row is one setting: what it may hold, where it is kept, and whether a second person confirms it. Reference data
-- (migrations/data/setting-definitions).
CREATE TABLE setting_definitions (
  key text PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9_]{2,60}$'),
  place smallint NOT NULL UNIQUE,
  area text NOT NULL
    CHECK (area IN ('programme', 'beds', 'accounts', 'casework', 'consents', 'referrals', 'complaints', 'hotline', 'legal',
                    'returns', 'training', 'work', 'money', 'release')),
  -- value: rows of `settings`. dated_rows: a set of rows of a table from a day on. entries: rows of a table by
  -- their code. page: kept on a page of its own.
  kind text NOT NULL CHECK (kind IN ('value', 'dated_rows', 'entries', 'page')),
  protects text CHECK (protects IN ('people', 'money')),
  -- Roles that propose a change; none where a page of its own has its own rule.
  proposed_by text[] NOT NULL,
  -- Roles of the second person; none where one person is enough.
  confirmed_by text[] NOT NULL,
  -- Parts of the value with their types and ranges: setting_value_fits().
  shape jsonb NOT NULL,
  tables text[] NOT NULL,
  page text CHECK (page ~ '^/'),
  CONSTRAINT setting_definitions_second_person CHECK ((protects IS NULL) = (cardinality(confirmed_by) = 0)
    OR kind = 'page'),
  CONSTRAINT setting_definitions_proposed CHECK ((cardinality(proposed_by) = 0) = (kind = 'page' AND protects IS NULL)),
  CONSTRAINT setting_definitions_have_a_place CHECK ((kind = 'page') = (page IS NOT NULL)
    AND (kind = 'value') = (cardinality(tables) = 0)
    AND (kind = 'value' OR cardinality(tables) > 0))
);
GRANT SELECT ON setting_definitions TO mawa_app, mawa_gate;
-- settings stands in platform, whose tables come first. Without a definition there is no setting.
ALTER TABLE settings ADD CONSTRAINT settings_are_defined FOREIGN KEY (key) REFERENCES setting_definitions (key);


-- One row is one proposed change of a setting: the whole new value, from which day on, and where it comes from.
CREATE TABLE setting_proposals (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  key text NOT NULL REFERENCES setting_definitions (key),
  value jsonb NOT NULL CHECK (length(value::text) <= 100000),
  -- Today is at once, as soon as it is decided.
  from_day date NOT NULL CHECK (from_day BETWEEN '2000-01-01' AND '2100-01-01'),
  source text NOT NULL CHECK (length(source) BETWEEN 3 AND 300),
  -- A confirmed change that is not in force yet and that this proposal takes back; value and day are those of it.
  cancels uuid REFERENCES setting_proposals (id),
  proposed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  proposed_at timestamptz NOT NULL DEFAULT mawa_now(),
  place bigint GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX setting_proposals_by_key ON setting_proposals (key, place DESC);
CREATE INDEX setting_proposals_by_cancels ON setting_proposals (cancels) WHERE cancels IS NOT NULL;
GRANT SELECT ON setting_proposals TO mawa_app, mawa_gate;
GRANT INSERT (key, value, from_day, source, cancels) ON setting_proposals TO mawa_app;



-- The one decision on a proposal; `confirmed` writes the value in the same transaction (setting_is_decided).
CREATE TABLE setting_decisions (
  proposal_id uuid REFERENCES setting_proposals (id),
  decision text NOT NULL CHECK (decision IN ('confirmed', 'refused', 'withdrawn')),
  decided_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  decided_at timestamptz NOT NULL DEFAULT mawa_now(),
  -- From when the confirmed value holds; written by setting_is_decided().
  in_force_from timestamptz,
  -- The proposal that took the confirmed value back before its day.
  cancelled_by uuid REFERENCES setting_proposals (id),
  CHECK ((in_force_from IS NOT NULL) = (decision = 'confirmed')),
  CONSTRAINT setting_is_decided_once PRIMARY KEY (proposal_id)
);
GRANT SELECT ON setting_decisions TO mawa_app, mawa_gate;
GRANT INSERT (proposal_id, decision) ON setting_decisions TO mawa_app;
GRANT UPDATE (cancelled_by) ON setting_decisions TO mawa_gate;
CREATE INDEX setting_decisions_by_cancelled ON setting_decisions (cancelled_by) WHERE cancelled_by IS NOT NULL;

-- What setting_is_decided() writes in the name of mawa_gate.
GRANT INSERT ON settings, complaint_kinds, prior_approval_grounds, service_types TO mawa_gate;
GRANT SELECT, INSERT, UPDATE ON approval_bands, return_marks, work_marks, project_marks, project_criteria TO mawa_gate;
GRANT UPDATE (value, source, set_by, cancelled) ON settings TO mawa_gate;
GRANT INSERT ON survey_editions, survey_questions, survey_weightings, survey_weights TO mawa_gate;
GRANT UPDATE (approved_by, approved_at) ON survey_weightings TO mawa_gate;
GRANT SELECT, UPDATE ON complaint_kinds, prior_approval_grounds, service_types TO mawa_gate;
