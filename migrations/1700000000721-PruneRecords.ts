import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is kept only for a time goes by itself, and nothing else can be taken away: the application may
 * ask for it, as a system user, and deletes nothing by itself. How long each is kept is data.
 */
export class PruneRecords1700000000721 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('keep_request_ids_days', '2020-01-01Z', '7', 'programme rule'),
        ('keep_ended_sessions_days', '2020-01-01Z', '30', 'programme rule'),
        ('keep_finished_jobs_days', '2020-01-01Z', '90', 'programme rule');

      -- Their digests had no key: a short text in them could be guessed from a dump.
      DELETE FROM request_ids;
      CREATE INDEX request_ids_by_age ON request_ids (at);

      GRANT SELECT (at), DELETE ON request_ids TO mawa_gate;
      GRANT SELECT (ended_at, expires_at), DELETE ON sessions TO mawa_gate;
      GRANT SELECT (id, finished_at), DELETE ON jobs TO mawa_gate;
      GRANT SELECT (job_id), DELETE ON job_states TO mawa_gate;
      GRANT SELECT (expire), DELETE ON rate_limits TO mawa_gate;

      CREATE FUNCTION prune_records() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE
        over timestamptz;
        removed bigint;
        total bigint := 0;
      BEGIN
        IF NOT mawa_is_system() THEN
          RAISE EXCEPTION 'only a system user prunes' USING ERRCODE = '42501';
        END IF;
        over := mawa_now() - make_interval(days => mawa_setting('keep_request_ids_days')::int);
        DELETE FROM request_ids WHERE at < over;
        GET DIAGNOSTICS removed = ROW_COUNT;
        total := total + removed;

        over := mawa_now() - make_interval(days => mawa_setting('keep_ended_sessions_days')::int);
        DELETE FROM sessions WHERE least(ended_at, expires_at) < over;
        GET DIAGNOSTICS removed = ROW_COUNT;
        total := total + removed;

        over := mawa_now() - make_interval(days => mawa_setting('keep_finished_jobs_days')::int);
        DELETE FROM job_states WHERE job_id IN (SELECT id FROM jobs WHERE finished_at < over);
        DELETE FROM jobs WHERE finished_at < over;
        GET DIAGNOSTICS removed = ROW_COUNT;
        total := total + removed;

        -- Addresses that tried to sign in: of no use once they may try again.
        DELETE FROM rate_limits WHERE expire < extract(epoch FROM mawa_now()) * 1000;

        IF total > 0 THEN
          INSERT INTO audit_log (lane, actor_id, action, subject_kind, fields, body)
          VALUES (0, mawa_actor(), 'records.prune', 'record', ARRAY['removed:' || total], '{"kept":"over"}');
        END IF;
        RETURN total;
      END $$;
      REVOKE EXECUTE ON FUNCTION prune_records() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION prune_records() TO mawa_app;
      ALTER FUNCTION prune_records() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION prune_records();
      REVOKE SELECT (at), DELETE ON request_ids FROM mawa_gate;
      REVOKE SELECT (ended_at, expires_at), DELETE ON sessions FROM mawa_gate;
      REVOKE SELECT (id, finished_at), DELETE ON jobs FROM mawa_gate;
      REVOKE SELECT (job_id), DELETE ON job_states FROM mawa_gate;
      REVOKE SELECT (expire), DELETE ON rate_limits FROM mawa_gate;
      DROP INDEX request_ids_by_age;
      DELETE FROM settings WHERE key IN ('keep_request_ids_days', 'keep_ended_sessions_days', 'keep_finished_jobs_days');
    `);
  }
}
