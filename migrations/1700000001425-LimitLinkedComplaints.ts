import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A complaint is linked to a file by its number. The number of somebody who is restricted to people that
 * the focal point is not among is answered as a number of nobody, and each number tried counts, found or
 * not, towards a limit of a day.
 */
export class LimitLinkedComplaints1700000001425 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('complaint_files_per_day', '2020-01-01Z', '10',
         'programme rule: numbers of files that one focal point tries to link in 24 hours, found or not');

      DROP FUNCTION link_complaint(uuid, text);
      -- The attempt stands in the trail before this is asked. A number that is none comes as NULL.
      CREATE FUNCTION link_complaint(p_complaint uuid, p_number text) RETURNS text LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT p_complaint = ANY (mawa_complaints_seen()) THEN
          RAISE EXCEPTION 'not a complaint of this actor' USING ERRCODE = '42501';
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended('link-complaint/' || mawa_actor(), 0));
        IF (SELECT count(*) FROM complaint_trail t WHERE t.actor_id = mawa_actor() AND t.action = 'complaints.asked_for_a_file'
              AND t.at > mawa_now() - interval '24 hours') > mawa_setting('complaint_files_per_day')::int THEN
          RETURN 'too_many';
        END IF;
        INSERT INTO complaint_links (complaint_id, case_id, linked_by)
        SELECT p_complaint, c.id, mawa_actor() FROM cases c
         WHERE c.case_number = p_number AND c.id <> ALL (mawa_hidden_cases()) ON CONFLICT DO NOTHING;
        RETURN CASE WHEN EXISTS (SELECT 1 FROM complaint_links l JOIN cases c ON c.id = l.case_id
            WHERE l.complaint_id = p_complaint AND c.case_number = p_number AND c.id <> ALL (mawa_hidden_cases()))
          THEN 'linked' ELSE 'none' END;
      END $$;
      REVOKE EXECUTE ON FUNCTION link_complaint(uuid, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION link_complaint(uuid, text) TO mawa_app;
      ALTER FUNCTION link_complaint(uuid, text) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION link_complaint(uuid, text);
      CREATE FUNCTION link_complaint(p_complaint uuid, p_number text) RETURNS boolean LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT p_complaint = ANY (mawa_complaints_seen()) THEN
          RAISE EXCEPTION 'not a complaint of this actor' USING ERRCODE = '42501';
        END IF;
        INSERT INTO complaint_links (complaint_id, case_id, linked_by)
        SELECT p_complaint, c.id, mawa_actor() FROM cases c WHERE c.case_number = p_number ON CONFLICT DO NOTHING;
        RETURN EXISTS (SELECT 1 FROM complaint_links l JOIN cases c ON c.id = l.case_id
          WHERE l.complaint_id = p_complaint AND c.case_number = p_number);
      END $$;
      REVOKE EXECUTE ON FUNCTION link_complaint(uuid, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION link_complaint(uuid, text) TO mawa_app;
      ALTER FUNCTION link_complaint(uuid, text) OWNER TO mawa_gate;
      DELETE FROM settings WHERE key = 'complaint_files_per_day';
    `);
  }
}
