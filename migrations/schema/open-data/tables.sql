-- Files for everybody: docs/open-data.md. What was published of a
-- period is never published again with other figures, since the difference would reveal whom a correction was
-- about.


-- An identifier of an organisation for the IATI file (`code` is that of the organisation here); the last row
-- of a code counts.
CREATE TABLE open_data_references (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  code text NOT NULL CHECK (code ~ '^[A-Z0-9][A-Z0-9_-]{1,19}$'),
  ref text NOT NULL,
  -- Organisation type of IATI; channel is a CRS channel code.
  type smallint NOT NULL,
  channel text CHECK (channel ~ '^[0-9]{5}$'),
  source text NOT NULL CHECK (length(source) BETWEEN 3 AND 300),
  verified boolean NOT NULL DEFAULT false,
  by uuid DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT open_data_reference_is_an_identifier
    CHECK (ref ~ '^[A-Z]{2,3}-[A-Za-z0-9][A-Za-z0-9._:-]{1,60}$'),
  CONSTRAINT open_data_reference_type
    CHECK (type IN (10, 11, 15, 21, 22, 23, 24, 30, 40, 60, 70, 71, 72, 73, 80, 90))
);
CREATE INDEX open_data_references_of ON open_data_references (code, place);
GRANT SELECT ON open_data_references TO mawa_app;
GRANT INSERT (code, ref, type, channel, source, verified) ON open_data_references TO mawa_app;


-- The population of the country in a year, by sex and age, for the rate of SDG 16.2.2; the last row counts.
CREATE TABLE open_data_populations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  year smallint NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  sex text NOT NULL CHECK (sex IN ('all', 'female', 'male')),
  age text NOT NULL CHECK (age IN ('all', '0-17', '18+')),
  people integer NOT NULL,
  source text NOT NULL CHECK (length(source) BETWEEN 3 AND 300),
  verified boolean NOT NULL DEFAULT false,
  by uuid DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT open_data_population_is_of_a_country CHECK (people BETWEEN 100000 AND 200000000)
);
CREATE INDEX open_data_populations_of ON open_data_populations (year, sex, age, place);
GRANT SELECT ON open_data_populations TO mawa_app;
GRANT INSERT (year, sex, age, people, source, verified) ON open_data_populations TO mawa_app;


-- The figures published of a quarter or year of a grant, in three languages, after suppression of counts
-- below the threshold. Written once; every file is made of it.
CREATE TABLE open_data_publications (
  grant_id uuid REFERENCES grants (id),
  every text CHECK (every IN ('quarter', 'year')),
  from_day date,
  threshold smallint NOT NULL,
  documents jsonb NOT NULL CHECK (documents ?& ARRAY['fr', 'ar', 'en']),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (grant_id, every, from_day),
  CHECK (date_trunc(every, from_day::timestamp) = from_day),
  CONSTRAINT open_data_hides_few CHECK (threshold >= 11)
);
GRANT SELECT ON open_data_publications TO mawa_app;
GRANT INSERT (grant_id, every, from_day, threshold, documents) ON open_data_publications TO mawa_app;


-- A set of files of a quarter of a grant; may be made again, from the same figures.
CREATE TABLE open_data_sets (
  id uuid PRIMARY KEY,
  grant_id uuid NOT NULL REFERENCES grants (id),
  from_day date NOT NULL CHECK (date_trunc('quarter', from_day::timestamp) = from_day),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  place integer GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT open_data_quarter_is_over CHECK ((from_day + '3 mons'::interval) <= mawa_day(at))
);
CREATE INDEX open_data_sets_of ON open_data_sets (place);
GRANT SELECT ON open_data_sets TO mawa_app;
GRANT INSERT (id, grant_id, from_day) ON open_data_sets TO mawa_app;


-- A file of a set.
CREATE TABLE open_data_files (
  id uuid PRIMARY KEY,
  set_id uuid NOT NULL REFERENCES open_data_sets (id),
  kind text NOT NULL CHECK (kind IN ('iati', 'figures', 'ctdc', 'sdg', 'dictionary')),
  name text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9.-]{3,79}$'),
  language text CHECK (language IN ('fr', 'ar', 'en')),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
  media_type text NOT NULL CHECK (media_type IN ('application/xml', 'text/csv', 'application/json')),
  bytes bytea NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  place smallint NOT NULL,
  CONSTRAINT open_data_files_one_name UNIQUE (set_id, name)
);
GRANT SELECT ON open_data_files TO mawa_app;
GRANT INSERT (id, set_id, kind, name, language, title, media_type, bytes, sha256, place) ON open_data_files
  TO mawa_app;


-- That the amounts of a quarter of a grant were published, in order of quarters, with the bounds of that day:
-- least = how many have to stand behind an amount, share = the largest part that one of them may be.
CREATE TABLE open_money_quarters (
  grant_id uuid REFERENCES grants (id),
  from_day date CHECK (date_trunc('quarter', from_day::timestamp) = from_day),
  least smallint NOT NULL DEFAULT CAST(mawa_setting('threshold_money') AS smallint) CHECK ("least" >= 3),
  share numeric NOT NULL DEFAULT (mawa_setting('money_share'))::numeric CHECK (share BETWEEN 0.5 AND 0.9),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  -- The transaction that published the quarter; amounts and parts join it in no other.
  published_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (grant_id, from_day),
  CONSTRAINT open_money_quarter_is_over CHECK ((from_day + '3 mons'::interval) <= mawa_day(at))
);
GRANT SELECT ON open_money_quarters TO mawa_app, mawa_figures;
GRANT INSERT (grant_id, from_day) ON open_money_quarters TO mawa_app;


-- An amount published of a quarter, by type of IATI transaction (11 incoming commitment, 1 incoming funds, 2
-- outgoing commitment, 3 disbursement, 4 expenditure), category and currency.
CREATE TABLE open_money_amounts (
  id uuid PRIMARY KEY,
  grant_id uuid NOT NULL,
  from_day date NOT NULL,
  type smallint NOT NULL CHECK (type IN (11, 1, 2, 3, 4)),
  -- NULL = several categories together, or none.
  category smallint REFERENCES unsdg_categories (code),
  currency char(3) NOT NULL,
  amount numeric(16,2) NOT NULL CHECK (amount <> 0),
  CONSTRAINT open_money_amounts_once UNIQUE NULLS NOT DISTINCT (grant_id, from_day, type, category, currency),
  FOREIGN KEY (grant_id, from_day) REFERENCES open_money_quarters (grant_id, from_day),
  CHECK (category IS NULL OR type = 4)
);
GRANT SELECT ON open_money_amounts TO mawa_app, mawa_figures;
GRANT INSERT (id, grant_id, from_day, type, category, currency, amount) ON open_money_amounts TO mawa_app;


-- A document behind a published amount, and who stands behind the document (voice: a number that names
-- nobody). Read by the figures' role alone.
CREATE TABLE open_money_parts (
  amount_id uuid NOT NULL REFERENCES open_money_amounts (id),
  document uuid NOT NULL,
  category smallint REFERENCES unsdg_categories (code),
  voice integer NOT NULL,
  amount numeric(16,2) NOT NULL CHECK (amount <> 0),
  CONSTRAINT open_money_part_once UNIQUE NULLS NOT DISTINCT (amount_id, document, category)
);
GRANT SELECT ON open_money_parts TO mawa_figures;
GRANT INSERT (amount_id, document, category, voice, amount) ON open_money_parts TO mawa_app;
