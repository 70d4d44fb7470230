import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files that an officer holds by name, with what the supervisor counts. */
const HELD = `
  SELECT a.principal_id AS user_id, c.id AS case_id,
         (SELECT count(*)::int FROM tasks t WHERE t.case_id = c.id AND t.done_at IS NULL AND t.due_at <= mawa_now()) AS overdue,
         EXISTS (SELECT 1 FROM plans p WHERE p.case_id = c.id AND p.state = 'sent') AS waits,
         greatest(c.registered_on,
           (SELECT max(s.given_on) FROM services s WHERE s.case_id = c.id AND s.cancelled_at IS NULL),
           (SELECT max(mawa_day(x.at)) FROM consents x WHERE x.case_id = c.id),
           (SELECT max(mawa_day(x.at)) FROM stage_changes x WHERE x.case_id = c.id),
           (SELECT max(mawa_day(x.at)) FROM plan_progress x WHERE x.case_id = c.id),
           (SELECT mawa_day(mawa_now()) FROM booking_people b WHERE b.case_id = c.id AND b.state = 'stay' LIMIT 1)) AS contact_on
    FROM case_access a JOIN cases c ON c.id = a.case_id
   WHERE a.principal_kind = 'user' AND a.reason IN ('registered', 'assigned') AND a.from_at <= mawa_now()
     AND (a.until_at IS NULL OR a.until_at > mawa_now()) AND c.stage NOT IN ('closed', 'not_victim')
     AND c.id <> ALL (mawa_hidden_cases())`;

const READS = [
  ['case_access', 'case_id, principal_kind, principal_id, reason, parts, from_at, until_at'],
  ['cases', 'id, stage, registered_on'],
  ['tasks', 'case_id, due_at, done_at'],
  ['plans', 'case_id, state'],
  ['plan_progress', 'case_id, at'],
  ['services', 'case_id, given_on, cancelled_at'],
  ['consents', 'case_id, at'],
  ['stage_changes', 'case_id, at'],
] as const;

/**
 * How the work is spread: counts per officer, for a supervisor, without a file being opened. Which files
 * stand behind a count is answered only for those that the supervisor holds too.
 */
export class LookAfterCaseloads1700000000742 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('contact_days', '2020-01-01Z', '30', 'programme rule: a file without contact for longer is looked at');
      ${READS.map(
        ([table, columns]) => `
        GRANT SELECT (${columns}) ON ${table} TO mawa_blind;
        CREATE POLICY ${table}_for_caseload ON ${table} FOR SELECT TO mawa_blind USING (true);`,
      ).join('')}
      GRANT EXECUTE ON FUNCTION mawa_day(timestamptz) TO mawa_blind;

      SET LOCAL ROLE mawa_gate;
      GRANT EXECUTE ON FUNCTION mawa_hidden_cases() TO mawa_blind;
      RESET ROLE;

      CREATE FUNCTION caseload(p_after_name text, p_after uuid, p_limit integer)
        RETURNS TABLE (user_id uuid, name text, open_cases integer, overdue integer, without_contact integer, plans_waiting integer)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_days integer := mawa_setting('contact_days')::integer;
      BEGIN
        IF NOT mawa_has_role('case_supervisor') THEN
          RAISE EXCEPTION 'not asked by a supervisor' USING ERRCODE = '42501';
        END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, body)
        VALUES (0, mawa_actor(), 'blind.caseload', 'user', '{"question":"caseload"}');
        RETURN QUERY
          SELECT o.id, o.name, count(DISTINCT h.case_id)::int, coalesce(sum(h.overdue), 0)::int,
                 count(*) FILTER (WHERE h.contact_on < mawa_day(mawa_now()) - v_days)::int,
                 count(*) FILTER (WHERE h.waits)::int
            FROM (SELECT u.id, u.name FROM users u
                   WHERE u.active AND NOT u.system AND (p_after IS NULL OR (u.name, u.id) > (p_after_name, p_after))
                     AND EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role = 'reintegration_officer'
                           AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL)
                     AND EXISTS (SELECT 1 FROM users me WHERE me.id = mawa_actor()
                           AND (me.organisation_id IS NULL OR me.organisation_id = u.organisation_id))
                   ORDER BY u.name, u.id LIMIT p_limit) o
            LEFT JOIN (SELECT DISTINCT * FROM (${HELD}) held) h ON h.user_id = o.id
           GROUP BY o.id, o.name ORDER BY o.name, o.id;
      END $$;

      CREATE FUNCTION caseload_cases(p_user uuid)
        RETURNS TABLE (case_id uuid, overdue integer, contact_on date, waits boolean)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_has_role('case_supervisor') THEN
          RAISE EXCEPTION 'not asked by a supervisor' USING ERRCODE = '42501';
        END IF;
        RETURN QUERY
          SELECT DISTINCT h.case_id, h.overdue, h.contact_on, h.waits FROM (${HELD}) h
           WHERE h.user_id = p_user AND EXISTS (SELECT 1 FROM case_access mine
             WHERE mine.case_id = h.case_id AND mine.principal_id = ANY (mawa_principals())
               AND mine.parts @> ARRAY['care'] AND mine.from_at <= mawa_now()
               AND (mine.until_at IS NULL OR mine.until_at > mawa_now()));
      END $$;
      REVOKE EXECUTE ON FUNCTION caseload(text, uuid, integer), caseload_cases(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION caseload(text, uuid, integer), caseload_cases(uuid) TO mawa_app;
      ALTER FUNCTION caseload(text, uuid, integer) OWNER TO mawa_blind;
      ALTER FUNCTION caseload_cases(uuid) OWNER TO mawa_blind;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION caseload, caseload_cases;
      ${READS.map(
        ([table, columns]) => `
        DROP POLICY ${table}_for_caseload ON ${table};
        REVOKE SELECT (${columns}) ON ${table} FROM mawa_blind;`,
      ).join('')}
      SET LOCAL ROLE mawa_gate;
      REVOKE EXECUTE ON FUNCTION mawa_hidden_cases() FROM mawa_blind;
      RESET ROLE;
      DELETE FROM settings WHERE key = 'contact_days';
    `);
  }
}
