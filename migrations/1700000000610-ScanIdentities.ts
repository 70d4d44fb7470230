import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The identity scan before a report is approved: a door of its own, open to one named system user.
 * It hands over sealed names, contacts, document numbers and shelter addresses with their wrapped
 * keys, which only the application can open, and writes an audit row that holds counts alone.
 */
export class ScanIdentities1700000000610 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const scanner = `'00000000-0000-4000-8000-000000000006'::uuid`;
    await queryRunner.query(`
      INSERT INTO users (id, email, name, system, created_at) VALUES
        (${scanner}, 'identity-scan@system.mawa', 'identity scan', true, '2020-01-01Z');

      GRANT USAGE ON SCHEMA keys TO mawa_blind;
      GRANT SELECT (case_id, field, sealed) ON case_seals TO mawa_blind;
      GRANT SELECT (case_id, wrapped) ON keys.case_keys TO mawa_blind;
      GRANT SELECT (shelter_id, sealed) ON shelter_addresses TO mawa_blind;
      GRANT SELECT (kind, record_id, wrapped) ON keys.record_keys TO mawa_blind;
      CREATE POLICY case_seals_for_the_scan ON case_seals FOR SELECT TO mawa_blind
        USING ((SELECT mawa_actor()) = ${scanner} AND field IN ('names', 'contact', 'documents'));
      CREATE POLICY case_keys_for_the_scan ON keys.case_keys FOR SELECT TO mawa_blind
        USING ((SELECT mawa_actor()) = ${scanner});
      CREATE POLICY shelter_addresses_for_the_scan ON shelter_addresses FOR SELECT TO mawa_blind
        USING ((SELECT mawa_actor()) = ${scanner});

      CREATE FUNCTION scan_identities(p_report uuid)
        RETURNS TABLE (owner_id uuid, field text, sealed bytea, wrapped bytea) LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_people integer; v_shelters integer;
      BEGIN
        IF mawa_actor() IS DISTINCT FROM ${scanner} THEN
          RAISE EXCEPTION 'only the identity scan asks this' USING ERRCODE = '42501';
        END IF;
        SELECT count(DISTINCT case_id) INTO v_people FROM case_seals;
        SELECT count(*) INTO v_shelters FROM shelter_addresses;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, fields, body)
        VALUES (0, mawa_actor(), 'blind.identity_scan', 'report', ARRAY[p_report],
          ARRAY['names', 'contact', 'documents', 'address'],
          json_build_object('question', 'identity scan', 'people', v_people, 'shelters', v_shelters)::text);
        RETURN QUERY
          SELECT s.case_id, s.field, s.sealed, k.wrapped
            FROM case_seals s JOIN keys.case_keys k ON k.case_id = s.case_id
          UNION ALL
          SELECT a.shelter_id, 'address', a.sealed, k.wrapped
            FROM shelter_addresses a
            JOIN keys.record_keys k ON k.kind = 'shelter' AND k.record_id = a.shelter_id;
      END $$;
      REVOKE EXECUTE ON FUNCTION scan_identities(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION scan_identities(uuid) TO mawa_app;

      -- Which jobs belong to a report: asked by its page every second while it is drafted.
      CREATE INDEX jobs_by_report ON jobs ((params ->> 'reportId'), asked_at DESC)
        WHERE kind IN ('draft-report', 'render-report');

      -- Handed over last: afterwards this role may no longer say who calls them.
      ALTER FUNCTION scan_identities(uuid) OWNER TO mawa_blind;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX jobs_by_report;
      DROP FUNCTION scan_identities;
      DROP POLICY shelter_addresses_for_the_scan ON shelter_addresses;
      DROP POLICY case_keys_for_the_scan ON keys.case_keys;
      DROP POLICY case_seals_for_the_scan ON case_seals;
      REVOKE ALL ON keys.record_keys, keys.case_keys, shelter_addresses, case_seals FROM mawa_blind;
      REVOKE USAGE ON SCHEMA keys FROM mawa_blind;
      DELETE FROM users WHERE email = 'identity-scan@system.mawa';
    `);
  }
}
