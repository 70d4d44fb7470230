import type { MigrationInterface, QueryRunner } from 'typeorm';

const SCANNER = `'00000000-0000-4000-8000-000000000006'::uuid`;

/**
 * A calendar outside reads somebody's hearings by a secret address that they can take back: the table
 * keeps its digest. And the door through which a text for a court is compared with every house.
 */
export class FeedHearings1700000000902 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE hearing_feeds (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        token_digest bytea NOT NULL UNIQUE,
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        revoked_at timestamptz
      );
      CREATE UNIQUE INDEX hearing_feeds_one_each ON hearing_feeds (user_id) WHERE revoked_at IS NULL;
      ALTER TABLE hearing_feeds ENABLE ROW LEVEL SECURITY;
      ALTER TABLE hearing_feeds FORCE ROW LEVEL SECURITY;
      CREATE POLICY hearing_feeds_are_ones_own ON hearing_feeds TO mawa_app
        USING (user_id = (SELECT mawa_actor())) WITH CHECK (user_id = (SELECT mawa_actor()));
      GRANT SELECT, INSERT ON hearing_feeds TO mawa_app;
      GRANT UPDATE (revoked_at) ON hearing_feeds TO mawa_app;

      -- Whose calendar this is; nothing for an address that was taken back, and nothing of anybody's cases.
      GRANT SELECT ON hearing_feeds TO mawa_gate;
      CREATE POLICY hearing_feeds_at_the_gate ON hearing_feeds FOR SELECT TO mawa_gate USING (true);
      CREATE FUNCTION hearing_feed_of(p_digest bytea) RETURNS TABLE (feed_id uuid, user_id uuid) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT f.id, f.user_id FROM hearing_feeds f WHERE f.token_digest = p_digest AND f.revoked_at IS NULL $$;
      REVOKE EXECUTE ON FUNCTION hearing_feed_of(bytea) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION hearing_feed_of(bytea) TO mawa_app;
      ALTER FUNCTION hearing_feed_of(bytea) OWNER TO mawa_gate;

      -- Every house, for the comparison alone: sealed addresses with their wrapped keys, to one named system user.
      GRANT SELECT (id, code_name) ON shelters TO mawa_blind;
      CREATE FUNCTION scan_shelters(p_for uuid) RETURNS TABLE (shelter_id uuid, name text, sealed bytea, wrapped bytea)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_shelters integer;
      BEGIN
        IF mawa_actor() IS DISTINCT FROM ${SCANNER} THEN
          RAISE EXCEPTION 'only the scan asks this' USING ERRCODE = '42501';
        END IF;
        SELECT count(*) INTO v_shelters FROM shelters;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, fields, body)
        VALUES (0, mawa_actor(), 'blind.shelter_scan', 'court_summary', ARRAY[p_for], ARRAY['name', 'address'],
          json_build_object('question', 'shelter scan', 'shelters', v_shelters)::text);
        RETURN QUERY
          SELECT s.id, s.code_name, a.sealed, k.wrapped FROM shelters s
            LEFT JOIN shelter_addresses a ON a.shelter_id = s.id
            LEFT JOIN keys.record_keys k ON k.kind = 'shelter' AND k.record_id = s.id;
      END $$;
      REVOKE EXECUTE ON FUNCTION scan_shelters(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION scan_shelters(uuid) TO mawa_app;
      ALTER FUNCTION scan_shelters(uuid) OWNER TO mawa_blind;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION scan_shelters, hearing_feed_of;
      REVOKE SELECT (id, code_name) ON shelters FROM mawa_blind;
      DROP TABLE hearing_feeds;
    `);
  }
}
