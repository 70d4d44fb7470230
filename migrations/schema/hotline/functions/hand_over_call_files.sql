-- Hands the files that an operator just opened to an officer who answers for them, and ends the operator's
-- own access: the officer or supervisor with the fewest files, of the same organisation first. Returns who
-- has them; NULL where nobody could take them and the operator keeps them. 42501 unless the actor opened all
-- of them.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION hand_over_call_files(p_cases uuid[], p_request uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_to uuid;
  v_case uuid;
BEGIN
  IF NOT mawa_has_role('hotline_operator')
      OR EXISTS (
          SELECT 1
            FROM unnest(p_cases) AS one (id)
           WHERE NOT EXISTS (
               SELECT 1
                 FROM case_access a
                WHERE a.case_id = one.id
                  AND a.reason = 'registered'
                  AND a.principal_id = mawa_actor()
                  AND a.until_at IS NULL)) THEN
    RAISE EXCEPTION 'these files were not opened by this actor' USING ERRCODE = '42501';
  END IF;
  -- Whoever opens people's files in another role as well keeps what they opened.
  IF mawa_has_role('reintegration_officer', 'case_supervisor') THEN RETURN mawa_actor(); END IF;
  SELECT u.id INTO v_to
    FROM users u
    JOIN current_roles r ON r.user_id = u.id AND r.role IN ('reintegration_officer', 'case_supervisor')
   WHERE u.active
     AND NOT u.system AND NOT u.service
     AND u.id <> mawa_actor()
     AND r.confirmed_by IS NOT NULL
     AND r.ended_at IS NULL
   ORDER BY u.organisation_id IS DISTINCT FROM mawa_organisation(), r.role = 'case_supervisor',
            (SELECT count(*)
               FROM case_access a
              WHERE a.principal_id = u.id
                AND a.reason IN ('registered', 'assigned')
                AND a.until_at IS NULL), u.id
   LIMIT 1;
  IF v_to IS NULL THEN RETURN NULL; END IF;
  FOREACH v_case IN ARRAY p_cases LOOP
    PERFORM mawa_access_turn(v_case);
    INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, given_by)
    SELECT v_case, 'user', v_to, reason, parts, mawa_actor()
      FROM access_reasons
     WHERE reason = 'assigned'
    ON CONFLICT DO NOTHING;
    UPDATE case_access
       SET until_at = mawa_now()
     WHERE case_id = v_case
       AND principal_id = mawa_actor()
       AND reason IN ('registered', 'assigned')
       AND until_at IS NULL;
    PERFORM mawa_must_keep_a_holder(v_case);
    PERFORM open_task('hotline_case', v_case, p_request, NULL, v_to, mawa_now());
  END LOOP;
  RETURN v_to;
END
$$;
REVOKE EXECUTE ON FUNCTION hand_over_call_files FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hand_over_call_files TO mawa_app;
RESET ROLE;
