CREATE TABLE import_mappings (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  list text NOT NULL CHECK (list ~ '^[a-z][a-z-]{1,40}$'),
  sealed bytea NOT NULL CHECK (length(sealed) <= 100000),
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now()
);
CREATE INDEX import_mappings_by_owner ON import_mappings (owner_id, list);
GRANT SELECT, INSERT, DELETE ON import_mappings TO mawa_app;


CREATE TABLE import_runs (
  id uuid PRIMARY KEY,
  list text NOT NULL CHECK (list ~ '^[a-z][a-z-]{1,40}$'),
  of_people boolean NOT NULL,
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  organisation_id uuid REFERENCES organisations (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'imported', 'undone', 'left')),
  media text NOT NULL CHECK (media IN ('csv', 'xlsx')),
  digest bytea NOT NULL CHECK (length(digest) = 32),
  rows integer NOT NULL CHECK (rows > 0),
  sealed bytea,
  imported_at timestamptz,
  written integer CHECK (written >= 0),
  undone_at timestamptz,
  undone_by uuid REFERENCES users (id),
  CONSTRAINT import_runs_ended_hold_nothing CHECK (state = 'open' OR sealed IS NULL),
  CONSTRAINT import_runs_imported_when
    CHECK ((state IN ('imported', 'undone')) = (imported_at IS NOT NULL AND written IS NOT NULL)),
  CONSTRAINT import_runs_undone_by
    CHECK ((state = 'undone') = (undone_at IS NOT NULL AND undone_by IS NOT NULL))
);
CREATE INDEX import_runs_by_maker ON import_runs (made_by, made_at DESC);
CREATE INDEX import_runs_open ON import_runs (made_at) WHERE state = 'open';
CREATE INDEX import_runs_by_digest ON import_runs (list, digest) WHERE state = 'imported';
GRANT SELECT, INSERT ON import_runs TO mawa_app;
GRANT SELECT, UPDATE ON import_runs TO mawa_gate;
GRANT UPDATE (sealed) ON import_runs TO mawa_app;


CREATE TABLE import_files (
  run_id uuid REFERENCES import_runs (id),
  piece smallint CHECK (piece BETWEEN 0 AND 99),
  sealed bytea NOT NULL,
  PRIMARY KEY (run_id, piece)
);
GRANT SELECT, INSERT ON import_files TO mawa_app;
GRANT DELETE ON import_files TO mawa_gate;
GRANT SELECT (run_id) ON import_files TO mawa_gate;


CREATE TABLE import_rows (
  run_id uuid REFERENCES import_runs (id),
  row_number integer NOT NULL CHECK (row_number > 0),
  kind text CHECK (kind ~ '^[a-z_]{2,40}$'),
  record_id uuid,
  print text NOT NULL CHECK (length(print) <= 64),
  PRIMARY KEY (run_id, kind, record_id)
);
GRANT SELECT, INSERT ON import_rows TO mawa_app;
GRANT SELECT ON import_rows TO mawa_gate;
