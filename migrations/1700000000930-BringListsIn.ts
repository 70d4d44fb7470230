import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mappings belong to an organisation; to the person alone where they have none. */
const OWNER = `(SELECT coalesce(u.organisation_id, u.id) FROM users u WHERE u.id = (SELECT mawa_actor()))`;

/** Whoever looks after what others brought: of people a case supervisor of that organisation, else an administrator. */
const OVERSEES = `CASE WHEN of_people
  THEN mawa_has_role('case_supervisor') AND organisation_id = (SELECT u.organisation_id FROM users u WHERE u.id = mawa_actor())
  ELSE mawa_has_role('administrator') END`;

const IN_HAND = `kind <> 'import' OR EXISTS (SELECT 1 FROM import_runs r
  WHERE r.id = record_id AND r.state = 'open' AND r.made_by = (SELECT mawa_actor()))`;
const OWN_MAPPINGS = `kind <> 'import_mappings' OR record_id = ${OWNER}`;

/**
 * A file of a list, from the moment that it is chosen. Until it is brought in or left, its bytes lie
 * sealed under a key of the run, which whoever brought it alone reads; then key and bytes go, and the row
 * says when, how many rows and the digest of the file. The records that it wrote are remembered so that
 * all of them can be taken back.
 */
export class BringListsIn1700000000930 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('import_file_hours', '2020-01-01Z', '24', 'programme rule: how long a file that was not brought in is kept'),
        ('import_undo_hours', '2020-01-01Z', '72', 'programme rule: how long a list that was brought in can be taken back whole');

      CREATE TABLE import_mappings (
        id uuid PRIMARY KEY,
        owner_id uuid NOT NULL,
        list text NOT NULL CHECK (list ~ '^[a-z][a-z-]{1,40}$'),
        -- Its name and the headings it knows: people name a mapping after a sender, a heading after anything.
        sealed bytea NOT NULL CHECK (length(sealed) <= 100000),
        made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        made_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX import_mappings_by_owner ON import_mappings (owner_id, list);
      ALTER TABLE import_mappings ENABLE ROW LEVEL SECURITY;
      ALTER TABLE import_mappings FORCE ROW LEVEL SECURITY;
      CREATE POLICY import_mappings_own ON import_mappings TO mawa_app
        USING (owner_id = ${OWNER}) WITH CHECK (owner_id = ${OWNER});
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
        -- What was read of it, what was chosen and what was wrong, sealed as the file is.
        sealed bytea,
        imported_at timestamptz,
        written integer CHECK (written >= 0),
        undone_at timestamptz,
        undone_by uuid REFERENCES users (id),
        CONSTRAINT import_runs_ended_hold_nothing CHECK (state = 'open' OR sealed IS NULL),
        CONSTRAINT import_runs_imported_when CHECK ((state IN ('imported', 'undone')) = (imported_at IS NOT NULL AND written IS NOT NULL)),
        CONSTRAINT import_runs_undone_by CHECK ((state = 'undone') = (undone_at IS NOT NULL AND undone_by IS NOT NULL))
      );
      CREATE INDEX import_runs_by_maker ON import_runs (made_by, made_at DESC);
      CREATE INDEX import_runs_open ON import_runs (made_at) WHERE state = 'open';
      CREATE INDEX import_runs_by_digest ON import_runs (list, digest) WHERE state = 'imported';
      ALTER TABLE import_runs ENABLE ROW LEVEL SECURITY;
      ALTER TABLE import_runs FORCE ROW LEVEL SECURITY;
      CREATE POLICY import_runs_read ON import_runs FOR SELECT TO mawa_app
        USING (made_by = (SELECT mawa_actor()) OR (state IN ('imported', 'undone') AND ${OVERSEES}));
      CREATE POLICY import_runs_add ON import_runs FOR INSERT TO mawa_app
        WITH CHECK (made_by = (SELECT mawa_actor()) AND state = 'open');
      CREATE POLICY import_runs_change ON import_runs FOR UPDATE TO mawa_app
        USING (made_by = (SELECT mawa_actor()) AND state = 'open')
        WITH CHECK (made_by = (SELECT mawa_actor()) AND state = 'open');
      CREATE POLICY import_runs_at_the_gate ON import_runs TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON import_runs TO mawa_app;
      GRANT UPDATE (sealed) ON import_runs TO mawa_app;
      GRANT SELECT, UPDATE ON import_runs TO mawa_gate;

      CREATE TABLE import_files (
        run_id uuid NOT NULL REFERENCES import_runs (id),
        piece smallint NOT NULL CHECK (piece BETWEEN 0 AND 99),
        sealed bytea NOT NULL,
        PRIMARY KEY (run_id, piece)
      );
      ALTER TABLE import_files ENABLE ROW LEVEL SECURITY;
      ALTER TABLE import_files FORCE ROW LEVEL SECURITY;
      CREATE POLICY import_files_in_hand ON import_files TO mawa_app
        USING (EXISTS (SELECT 1 FROM import_runs r WHERE r.id = run_id AND r.state = 'open' AND r.made_by = (SELECT mawa_actor())))
        WITH CHECK (EXISTS (SELECT 1 FROM import_runs r WHERE r.id = run_id AND r.state = 'open' AND r.made_by = (SELECT mawa_actor())));
      CREATE POLICY import_files_at_the_gate ON import_files TO mawa_gate USING (true);
      GRANT SELECT, INSERT ON import_files TO mawa_app;
      GRANT SELECT (run_id), DELETE ON import_files TO mawa_gate;

      CREATE TABLE import_rows (
        run_id uuid NOT NULL REFERENCES import_runs (id),
        row_number integer NOT NULL CHECK (row_number > 0),
        kind text NOT NULL CHECK (kind ~ '^[a-z_]{2,40}$'),
        record_id uuid NOT NULL,
        -- A digest of the record as it was written: another one today, and somebody has worked on it.
        print text NOT NULL CHECK (length(print) <= 64),
        PRIMARY KEY (run_id, kind, record_id)
      );
      ALTER TABLE import_rows ENABLE ROW LEVEL SECURITY;
      ALTER TABLE import_rows FORCE ROW LEVEL SECURITY;
      CREATE POLICY import_rows_read ON import_rows FOR SELECT TO mawa_app
        USING (EXISTS (SELECT 1 FROM import_runs r WHERE r.id = run_id));
      CREATE POLICY import_rows_add ON import_rows FOR INSERT TO mawa_app
        WITH CHECK (EXISTS (SELECT 1 FROM import_runs r WHERE r.id = run_id AND r.state = 'open' AND r.made_by = (SELECT mawa_actor())));
      CREATE POLICY import_rows_at_the_gate ON import_rows FOR SELECT TO mawa_gate USING (true);
      GRANT SELECT, INSERT ON import_rows TO mawa_app;
      GRANT SELECT ON import_rows TO mawa_gate;

      CREATE POLICY record_keys_of_imports ON keys.record_keys AS RESTRICTIVE TO mawa_app
        USING (${IN_HAND}) WITH CHECK (${IN_HAND});
      CREATE POLICY record_keys_of_imports_at_the_gate ON keys.record_keys TO mawa_gate USING (kind = 'import');
      CREATE POLICY record_keys_of_import_mappings ON keys.record_keys AS RESTRICTIVE TO mawa_app
        USING (${OWN_MAPPINGS}) WITH CHECK (${OWN_MAPPINGS});

      -- Whichever way a run ends, the key of the file goes, and with it every word that stood in it.
      CREATE FUNCTION shut_import(p_run uuid, p_state text, p_written integer) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE import_runs SET state = p_state, sealed = NULL, written = p_written,
            imported_at = CASE WHEN p_state = 'imported' THEN mawa_now() END
         WHERE id = p_run AND state = 'open';
        DELETE FROM keys.record_keys WHERE kind = 'import' AND record_id = p_run;
        DELETE FROM import_files WHERE run_id = p_run;
      END $$;

      CREATE FUNCTION close_import(p_run uuid, p_state text, p_written integer) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF p_state NOT IN ('imported', 'left') OR NOT EXISTS (
             SELECT 1 FROM import_runs WHERE id = p_run AND made_by = mawa_actor() AND state = 'open' FOR UPDATE) THEN
          RAISE EXCEPTION 'this import is not in the actor''s hand' USING ERRCODE = '42501';
        END IF;
        PERFORM shut_import(p_run, p_state, p_written);
      END $$;

      -- Who may take an import back, and until when: what removes records asks this before anything else.
      CREATE FUNCTION mawa_undoes_import(p_run uuid) RETURNS boolean LANGUAGE sql STABLE
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT EXISTS (SELECT 1 FROM import_runs WHERE id = p_run AND state = 'imported'
          AND imported_at + make_interval(hours => mawa_setting('import_undo_hours')::int) > mawa_now()
          AND (made_by = mawa_actor() OR ${OVERSEES})) $$;

      CREATE FUNCTION undo_import(p_run uuid) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM 1 FROM import_runs WHERE id = p_run FOR UPDATE;
        IF NOT mawa_undoes_import(p_run) THEN
          RAISE EXCEPTION 'this import is not to be undone by the actor' USING ERRCODE = '42501';
        END IF;
        UPDATE import_runs SET state = 'undone', undone_at = mawa_now(), undone_by = mawa_actor() WHERE id = p_run;
      END $$;

      -- Files that nobody went on with.
      CREATE FUNCTION prune_imports() RETURNS integer LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_ids uuid[];
      BEGIN
        IF NOT mawa_is_system() THEN
          RAISE EXCEPTION 'only a system user prunes' USING ERRCODE = '42501';
        END IF;
        SELECT coalesce(array_agg(d.id), '{}') INTO v_ids FROM (SELECT id FROM import_runs WHERE state = 'open'
          AND made_at + make_interval(hours => mawa_setting('import_file_hours')::int) <= mawa_now() ORDER BY id FOR UPDATE) d;
        PERFORM shut_import(i, 'left', NULL) FROM unnest(v_ids) AS i;
        IF cardinality(v_ids) > 0 THEN
          INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
          VALUES (0, mawa_actor(), 'imports.expire', 'import', v_ids, '{"kept":"over"}');
        END IF;
        RETURN cardinality(v_ids);
      END $$;

      REVOKE EXECUTE ON FUNCTION shut_import(uuid, text, integer), close_import(uuid, text, integer), undo_import(uuid),
        prune_imports(), mawa_undoes_import(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION shut_import(uuid, text, integer) TO mawa_gate;
      GRANT EXECUTE ON FUNCTION close_import(uuid, text, integer), undo_import(uuid), prune_imports() TO mawa_app;
      GRANT EXECUTE ON FUNCTION mawa_undoes_import(uuid) TO mawa_app, mawa_gate;
      ALTER FUNCTION shut_import(uuid, text, integer) OWNER TO mawa_gate;
      ALTER FUNCTION close_import(uuid, text, integer) OWNER TO mawa_gate;
      ALTER FUNCTION undo_import(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION prune_imports() OWNER TO mawa_gate;
      ALTER FUNCTION mawa_undoes_import(uuid) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION prune_imports, undo_import, mawa_undoes_import, close_import, shut_import;
      DROP POLICY record_keys_of_import_mappings ON keys.record_keys;
      DROP POLICY record_keys_of_imports_at_the_gate ON keys.record_keys;
      DROP POLICY record_keys_of_imports ON keys.record_keys;
      DELETE FROM keys.record_keys WHERE kind IN ('import', 'import_mappings');
      DROP TABLE import_rows, import_files, import_runs, import_mappings;
      DELETE FROM settings WHERE key IN ('import_file_hours', 'import_undo_hours');
    `);
  }
}
