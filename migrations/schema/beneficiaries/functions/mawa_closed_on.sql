-- The day on which this person's case was closed, null while it is not; locks the case against a change of
-- stage until the transaction ends. Called by triggers that refuse new services, training or work after that
-- day; a direct caller must reach the case (42501).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION mawa_closed_on(p_case uuid) RETURNS date
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_case uuid := mawa_person(p_case);
  v_stage text;
BEGIN
  IF pg_trigger_depth() = 0 AND NOT mawa_reaches(p_case) THEN
    RAISE EXCEPTION 'this case is not for this actor to lock' USING ERRCODE = '42501';
  END IF;
  SELECT stage INTO v_stage FROM cases WHERE id = v_case FOR SHARE;
  IF v_stage <> 'closed' THEN RETURN NULL; END IF;
  RETURN (SELECT mawa_day(max(at)) FROM stage_changes WHERE case_id = v_case AND to_stage = 'closed');
END
$$;
REVOKE EXECUTE ON FUNCTION mawa_closed_on FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_closed_on TO mawa_app;
RESET ROLE;
