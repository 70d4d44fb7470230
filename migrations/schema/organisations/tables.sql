-- One row is one organisation of the programme or around it: an agency that runs it, a commission, a partner,
-- a donor. Its kind never changes; it is deleted only when the import that added it is taken back.
CREATE TABLE organisations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  code text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('agency', 'commission', 'partner', 'donor')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  country char(2) NOT NULL DEFAULT 'MA',
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT mawa_now(),
  partner_type text
    CHECK (partner_type IN (
             'association', 'health', 'social', 'legal', 'training', 'employer', 'authority', 'abroad',
             'other')),
  region text CHECK (region ~ '^[0-9]{2}$'),
  language text NOT NULL DEFAULT 'fr' CHECK (language IN ('fr', 'ar', 'en')),
  -- The one organisation to contact in its country; at most one a country.
  single_contact boolean NOT NULL DEFAULT false,
  -- The name in French, Arabic or English, where it differs: what pages in that language show (localized_name).
  names jsonb CONSTRAINT organisations_names_are_by_language CHECK (
    names <> '{}' AND names - ARRAY['fr', 'ar', 'en'] = '{}'
    AND NOT jsonb_path_exists(names, '$.* ? (@.type() != "string" || !(@ like_regex "^.{1,200}$"))'))
);
CREATE UNIQUE INDEX organisations_one_contact_a_country ON organisations (country)
  WHERE single_contact AND active;
GRANT SELECT, DELETE ON organisations TO mawa_gate;
GRANT SELECT ON organisations TO mawa_figures, mawa_blind;
GRANT SELECT, INSERT, UPDATE ON organisations TO mawa_app;
