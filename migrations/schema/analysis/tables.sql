-- One row is one question about figures kept under a name by one officer; no result. At most 50 each,
-- replaced and not changed.
CREATE TABLE analyses (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  name text NOT NULL,
  shared boolean NOT NULL,
  question jsonb NOT NULL CHECK (jsonb_typeof(question) = 'object' AND length(question::text) <= 8000),
  place smallint NOT NULL CHECK (place BETWEEN 1 AND 50),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT analyses_one_a_place UNIQUE (owner_id, place),
  CONSTRAINT analyses_name_is_a_name
    CHECK (name = btrim(name) AND length(name) BETWEEN 1 AND 80 AND name !~ '[[:cntrl:]]')
);
CREATE UNIQUE INDEX analyses_own_names ON analyses (owner_id, lower(name));
CREATE UNIQUE INDEX analyses_shared_names ON analyses (lower(name)) WHERE shared;
GRANT SELECT, INSERT, DELETE ON analyses TO mawa_app;
