-- The holder of an intake ends it: registered (its people now have cases) or cancelled for a reason. 42501
-- for anybody else and for an intake that has ended.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION end_intake(p_intake uuid, p_outcome text, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_outcome NOT IN ('registered', 'cancelled')
     OR NOT mawa_may_open_cases()
     OR NOT EXISTS (
       SELECT 1 FROM intakes
        WHERE id = p_intake AND holder_id = mawa_actor() AND ended_at IS NULL
        FOR UPDATE) THEN
    RAISE EXCEPTION 'this intake is not in the actor''s hand' USING ERRCODE = '42501';
  END IF;
  PERFORM close_intake(p_intake, p_outcome, p_reason);
END
$$;
REVOKE EXECUTE ON FUNCTION end_intake FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_intake TO mawa_app;
RESET ROLE;
