-- Indicators of the logframe: docs/indicators.md. Nothing here names a person or a case, so there is no
-- row-level security; the permissions of the routes decide who writes. Rows are only added.


-- An edition of the definition of an indicator. The first edition is its own root; framework, code and unit
-- stay the same in all (trigger).
CREATE TABLE indicators (
  id uuid PRIMARY KEY,
  root_id uuid NOT NULL REFERENCES indicators (id),
  edition smallint NOT NULL CHECK (edition BETWEEN 1 AND 999),
  framework text NOT NULL
    CHECK (framework IN ('dos', 'sdg', 'iom', 'unodc', 'ilo', 'commission', 'project')),
  code text NOT NULL CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$'),
  level text NOT NULL CHECK (level IN ('goal', 'outcome', 'output')),
  title jsonb NOT NULL CHECK (title ?& ARRAY['fr', 'ar', 'en']),
  unit text NOT NULL CHECK (unit IN ('people', 'count', 'nights', 'percent', 'rate')),
  -- Whether more (`up`) or less is better.
  direction text NOT NULL DEFAULT 'up' CHECK (direction IN ('up', 'down')),
  baseline numeric(12,2) CHECK (baseline >= 0),
  baseline_on date,
  -- The figure that counts it (indicators/measures.ts); NULL = counted by hand (indicator_values).
  measure text CHECK (measure ~ '^[a-z0-9_]{3,40}$'),
  split text[] NOT NULL DEFAULT '{}' CHECK (split <@ ARRAY['sex', 'age', 'institution']),
  source text NOT NULL CHECK (length(source) BETWEEN 3 AND 300),
  -- The agency in charge.
  owner_id uuid REFERENCES organisations (id),
  verified boolean NOT NULL DEFAULT false,
  by uuid DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT indicators_editions UNIQUE (root_id, edition),
  CONSTRAINT indicators_first_edition CHECK ((edition = 1) = (id = root_id)),
  CONSTRAINT indicators_baseline_of_a_day CHECK ((baseline IS NULL) = (baseline_on IS NULL)),
  CONSTRAINT indicators_in_hundredths CHECK (unit <> 'percent' OR baseline <= 100)
);
CREATE UNIQUE INDEX indicators_codes ON indicators (framework, code) WHERE edition = 1;
GRANT SELECT ON indicators TO mawa_app;
GRANT INSERT (id, root_id, edition, framework, code, level, title, unit, direction, baseline, baseline_on,
  measure, split, source, owner_id, verified) ON indicators TO mawa_app;


-- The target of a quarter; the last row counts, and one that moves says why.
CREATE TABLE indicator_targets (
  id uuid PRIMARY KEY,
  root_id uuid NOT NULL REFERENCES indicators (id),
  from_day date NOT NULL
    CHECK (from_day >= '2000-01-01'
      AND from_day <= '2100-01-01'
      AND date_trunc('quarter', CAST(from_day AS timestamp with time zone)) = from_day),
  until_day date GENERATED ALWAYS AS (CAST(from_day + '3 mons'::interval AS date)) STORED,
  target numeric(12,2) NOT NULL CHECK (target >= 0),
  reason text CHECK (length(reason) BETWEEN 3 AND 300),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX indicator_targets_of ON indicator_targets (root_id, from_day, place);
GRANT SELECT ON indicator_targets TO mawa_app;
GRANT INSERT (id, root_id, from_day, target, reason) ON indicator_targets TO mawa_app;


-- A number counted by hand for a quarter, with the evidence for it; women are part of value.
CREATE TABLE indicator_values (
  id uuid PRIMARY KEY,
  root_id uuid NOT NULL REFERENCES indicators (id),
  from_day date NOT NULL
    CHECK (from_day >= '2000-01-01'
      AND from_day <= '2100-01-01'
      AND date_trunc('quarter', CAST(from_day AS timestamp with time zone)) = from_day),
  until_day date GENERATED ALWAYS AS (CAST(from_day + '3 mons'::interval AS date)) STORED,
  value numeric(12,2) NOT NULL CHECK (value >= 0),
  women numeric(12,2),
  evidence text NOT NULL CHECK (length(evidence) BETWEEN 3 AND 300),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CHECK (women BETWEEN 0 AND value)
);
CREATE INDEX indicator_values_of ON indicator_values (root_id, from_day, place);
GRANT SELECT ON indicator_values TO mawa_app;
GRANT INSERT (id, root_id, from_day, value, women, evidence) ON indicator_values TO mawa_app;


-- That somebody else looked at a number: only one that `stands` counts.
CREATE TABLE indicator_value_reviews (
  value_id uuid REFERENCES indicator_values (id),
  stands boolean NOT NULL,
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT indicator_value_is_reviewed_once PRIMARY KEY (value_id)
);
GRANT SELECT ON indicator_value_reviews TO mawa_app;
GRANT INSERT (value_id, stands) ON indicator_value_reviews TO mawa_app;
