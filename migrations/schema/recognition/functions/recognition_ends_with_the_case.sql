-- Trigger of stage_changes: when a case is closed, open procedures end as withdrawn; an appeal goes back to
-- what it was made of.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_ends_with_the_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v recognition_procedures;
  v_from text;
BEGIN
  FOR v IN
      SELECT *
        FROM recognition_procedures
       WHERE id IN (SELECT recognition_ending_with(NEW.case_id))
       ORDER BY place
  LOOP
    SELECT s.from_state INTO v_from
      FROM recognition_steps s
     WHERE s.procedure_id = v.id AND s.to_state = 'appealed'
     ORDER BY s.place DESC LIMIT 1;
    INSERT INTO recognition_steps (id, case_id, procedure_id, from_state, to_state, on_day, reason)
    VALUES (gen_random_uuid(), v.case_id, v.id, v.state,
            CASE WHEN v.state = 'appealed' AND v_from <> 'assessed' THEN v_from ELSE 'withdrawn' END,
            mawa_day(mawa_now()), 'case_closed');
  END LOOP;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_ends_with_the_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_ends_with_the_case TO mawa_owner;
RESET ROLE;
