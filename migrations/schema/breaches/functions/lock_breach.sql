-- Locks a breach that the actor decides on, until the transaction ends, and answers its state; null where it is not for them.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION lock_breach(p_breach uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
BEGIN
  IF NOT mawa_has_role('programme_officer', 'case_supervisor') THEN
    RETURN NULL;
  END IF;
  SELECT b.state INTO v_state FROM breaches b
   WHERE b.id = p_breach AND mawa_actor() <> ALL (b.hidden_from)
   FOR NO KEY UPDATE;
  RETURN v_state;
END
$$;
REVOKE EXECUTE ON FUNCTION lock_breach FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_breach TO mawa_app;
RESET ROLE;
