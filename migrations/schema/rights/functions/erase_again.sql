-- After a restore: wipes those of these files that came back with the backup, by the log of erasures that is kept
-- outside the database. Only a system user, at the start of the application. Returns how many there were.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION erase_again(p_cases uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_case uuid; v_count integer := 0;
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'only the start of the application repeats an erasure' USING ERRCODE = '42501';
  END IF;
  FOR v_case IN SELECT id FROM cases WHERE id = ANY (p_cases) LOOP
    PERFORM wipe_case(v_case);
    UPDATE erasures SET decision = 'approved', decided_by = coalesce(decided_by, mawa_actor()),
      decided_at = coalesce(decided_at, mawa_now()), done_at = mawa_now(), case_id = NULL
      WHERE case_id = v_case;
    v_count := v_count + 1;
  END LOOP;
  RETURN v_count;
END
$$;
REVOKE EXECUTE ON FUNCTION erase_again FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_again TO mawa_app;
RESET ROLE;
