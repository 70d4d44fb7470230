import type { MigrationInterface, QueryRunner } from 'typeorm';

const SCANNER = `'00000000-0000-4000-8000-000000000006'::uuid`;

const scan = (args: string, subject: string, check: string) => `
  CREATE FUNCTION scan_shelters(${args}) RETURNS TABLE (shelter_id uuid, name text, sealed bytea, wrapped bytea)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE v_shelters integer;
  BEGIN
    IF mawa_actor() IS DISTINCT FROM ${SCANNER} THEN
      RAISE EXCEPTION 'only the scan asks this' USING ERRCODE = '42501';
    END IF;
    ${check}
    SELECT count(*) INTO v_shelters FROM shelters;
    INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, fields, body)
    VALUES (0, mawa_actor(), 'blind.shelter_scan', ${subject}, ARRAY[p_for], ARRAY['name', 'address'],
      json_build_object('question', 'shelter scan', 'shelters', v_shelters)::text);
    RETURN QUERY
      SELECT s.id, s.code_name, a.sealed, k.wrapped FROM shelters s
        LEFT JOIN shelter_addresses a ON a.shelter_id = s.id
        LEFT JOIN keys.record_keys k ON k.kind = 'shelter' AND k.record_id = s.id;
  END $$;`;

const only = (signature: string) => `
  REVOKE EXECUTE ON FUNCTION ${signature} FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION ${signature} TO mawa_app;
  ALTER FUNCTION ${signature} OWNER TO mawa_blind;`;

/** What goes to a partner or in a file of cases is compared with every house as a text for a court is; the audit row names which. */
export class CompareWhatLeaves1700000000925 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION scan_shelters(uuid);
      ${scan(
        'p_for uuid, p_kind text',
        'p_kind',
        `IF p_kind IS NULL OR p_kind NOT IN ('court_summary', 'referral', 'htcds_export') THEN
      RAISE EXCEPTION 'nothing of that kind leaves' USING ERRCODE = '22023';
    END IF;`,
      )}
      ${only('scan_shelters(uuid, text)')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION scan_shelters(uuid, text);
      ${scan('p_for uuid', `'court_summary'`, '')}
      ${only('scan_shelters(uuid)')}
    `);
  }
}
