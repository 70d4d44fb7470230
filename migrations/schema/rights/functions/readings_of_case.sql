-- Who read or changed the file of one person, from which organisation and in which roles: for whoever answers the person's
-- requests and reaches the file. Nobody is named: `reader` counts the accounts in the order of their first act ever, so that a
-- number is the same reader in each period. Acts that name a service, an appointment, a referral or a call of the file and not
-- the file are among them. What auditors read of the log, and alarms, are no acts on the file.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION readings_of_case(p_case uuid, p_from timestamptz, p_until timestamptz)
RETURNS TABLE(seq bigint, at timestamptz, action text, outcome text, origin text, by_system boolean, organisation text,
  roles text[], reader bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_files uuid[] := ARRAY(SELECT f FROM mawa_files(p_case) f);
BEGIN
  IF mawa_token() IS NOT NULL OR NOT mawa_has_role('reintegration_officer', 'case_supervisor')
     OR NOT mawa_reaches(p_case) THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH acts AS (
      SELECT a.seq, a.at, a.action, a.outcome, a.origin, a.actor_id FROM audit_log a
       WHERE a.subject_ids && (v_files || ARRAY(
               SELECT s.id FROM services s WHERE s.case_id = ANY (v_files)
                UNION ALL SELECT p.id FROM service_appointments p WHERE p.case_id = ANY (v_files)
                UNION ALL SELECT r.id FROM referrals r WHERE r.case_id = ANY (v_files)
                UNION ALL SELECT l.call_id FROM call_links l WHERE l.case_id = ANY (v_files) AND l.ended_at IS NULL))
         AND a.subject_kind NOT IN ('audit', 'alarm')
    ), readers AS (
      SELECT f.actor_id, row_number() OVER (ORDER BY f.first_seq) AS place
        FROM (SELECT c.actor_id, min(c.seq) AS first_seq FROM acts c GROUP BY c.actor_id) AS f
        JOIN users u ON u.id = f.actor_id AND NOT u.system
    )
    SELECT c.seq, c.at, c.action, c.outcome, c.origin, coalesce(u.system, false), o.name::text,
           ARRAY(SELECT DISTINCT r.role FROM user_roles r
                  WHERE r.user_id = c.actor_id AND r.granted_at <= c.at AND (r.ended_at IS NULL OR r.ended_at > c.at)
                    AND (r.confirmed_at <= c.at OR NOT r.needs_second) ORDER BY r.role),
           n.place
      FROM acts c
      LEFT JOIN users u ON u.id = c.actor_id
      LEFT JOIN organisations o ON o.id = u.organisation_id
      LEFT JOIN readers n ON n.actor_id = c.actor_id
     WHERE c.at >= coalesce(p_from, '-infinity') AND c.at < coalesce(p_until, 'infinity')
     ORDER BY c.at DESC, c.seq DESC;
END
$$;
REVOKE EXECUTE ON FUNCTION readings_of_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION readings_of_case TO mawa_app;
RESET ROLE;
