-- A mapping of columns to fields that an organisation keeps (owner_id = organisation, or the user where they
-- have none), sealed under a key of the owner.
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


-- A file being imported: open while its maker works on it, then imported, undone or left. The name of the
-- file is kept nowhere.
CREATE TABLE import_runs (
  id uuid PRIMARY KEY,
  list text NOT NULL CHECK (list ~ '^[a-z][a-z-]{1,40}$'),
  -- Whether its rows are people or what was done for them: then a case supervisor of the organisation, else
  -- an administrator, may undo it.
  of_people boolean NOT NULL,
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  organisation_id uuid REFERENCES organisations (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'imported', 'undone', 'left')),
  media text NOT NULL CHECK (media IN ('csv', 'xlsx')),
  -- SHA-256 of the file, to warn of one imported before.
  digest bytea NOT NULL CHECK (length(digest) = 32),
  rows integer NOT NULL CHECK (rows > 0),
  -- What was read and chosen so far, between two steps, sealed under the key of the run; NULL once it has
  -- ended.
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


-- A piece of the file, sealed under the key of the run; deleted when the run ends.
CREATE TABLE import_files (
  run_id uuid REFERENCES import_runs (id),
  piece smallint CHECK (piece BETWEEN 0 AND 99),
  sealed bytea NOT NULL,
  PRIMARY KEY (run_id, piece)
);
GRANT SELECT, INSERT ON import_files TO mawa_app;
GRANT DELETE ON import_files TO mawa_gate;
GRANT SELECT (run_id) ON import_files TO mawa_gate;


-- A record that a row of the file made, and a digest or version of it (print) by which undoing finds out
-- whether it was changed since.
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
