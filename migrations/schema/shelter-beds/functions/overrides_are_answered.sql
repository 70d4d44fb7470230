-- Trigger on override_answers: closes the tasks that ask for the answer.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION overrides_are_answered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor(), ended_by = 'override_decided'
   WHERE kind = 'override_asked' AND done_at IS NULL
     AND subject_id IN (SELECT booking_id FROM override_rules WHERE ask_id = NEW.ask_id);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION overrides_are_answered FROM PUBLIC;
GRANT EXECUTE ON FUNCTION overrides_are_answered TO mawa_owner;
RESET ROLE;
