-- Restricts a case to the people named and the actor, a case supervisor who answers for it. 42501 otherwise;
-- 23514 case_keeps_a_holder, or case_named_a_manager where the person has a bed in a house no manager of
-- which is named.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION restrict_case(p_id uuid, p_case uuid, p_reason bytea, p_named uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_access_turn(p_case);
  PERFORM mawa_answers_for(p_case);
  IF NOT mawa_has_role('case_supervisor') THEN
    RAISE EXCEPTION 'only a case supervisor restricts a case' USING ERRCODE = '42501';
  END IF;
  INSERT INTO case_restrictions (id, case_id, reason, set_by) VALUES (p_id, p_case, p_reason, mawa_actor());
  INSERT INTO case_named (case_id, user_id, named_by)
  SELECT p_case, named, mawa_actor()
    FROM (SELECT DISTINCT unnest(array_append(p_named, mawa_actor())) AS named) n
   WHERE mawa_can_hold(named);
  PERFORM mawa_must_keep_a_holder(p_case);
  PERFORM mawa_must_name_a_manager(p_case);
END
$$;
REVOKE EXECUTE ON FUNCTION restrict_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION restrict_case TO mawa_app;
RESET ROLE;
