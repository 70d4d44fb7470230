-- One row is one named view of a list (filters, columns) of one user, at most 20 a list. `name` is sealed
-- with the key of the user's views (keys.record_keys, kind views).
CREATE TABLE saved_views (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  list text NOT NULL CHECK (list ~ '^[a-z][a-z-]{1,40}$'),
  place smallint NOT NULL CHECK (place BETWEEN 1 AND 20),
  name bytea NOT NULL,
  filters jsonb NOT NULL CHECK (jsonb_typeof(filters) = 'object' AND length(filters::text) <= 2000),
  columns text[] NOT NULL CHECK (cardinality(columns) <= 30),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT saved_views_one_a_place UNIQUE (user_id, list, place)
);
GRANT SELECT, INSERT, DELETE ON saved_views TO mawa_app;


-- The filters that one user chose last on one list.
CREATE TABLE remembered_filters (
  user_id uuid DEFAULT mawa_actor() REFERENCES users (id),
  list text CHECK (list ~ '^[a-z][a-z-]{1,40}$'),
  filters jsonb NOT NULL CHECK (jsonb_typeof(filters) = 'object' AND length(filters::text) <= 2000),
  chosen_at timestamptz NOT NULL DEFAULT mawa_now(),
  PRIMARY KEY (user_id, list)
);
GRANT SELECT, INSERT, UPDATE ON remembered_filters TO mawa_app;
