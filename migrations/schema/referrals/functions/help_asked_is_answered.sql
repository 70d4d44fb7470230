-- Trigger of help_answers: when nothing that the person asked for is left, the task of the case is done.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION help_asked_is_answered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- The last two answered at once take turns, so that one of them sees that nothing is left.
  PERFORM pg_advisory_xact_lock(hashtextextended('help asked/' || NEW.case_id, 0));
  IF NOT EXISTS (
      SELECT 1
        FROM help_asked h
       WHERE h.case_id = NEW.case_id
         AND NOT EXISTS (SELECT 1 FROM help_answers a WHERE a.help_id = h.id)) THEN
    UPDATE tasks
       SET done_at = mawa_now(), done_by = mawa_actor()
     WHERE kind = 'help_asked' AND case_id = NEW.case_id AND done_at IS NULL;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION help_asked_is_answered FROM PUBLIC;
GRANT EXECUTE ON FUNCTION help_asked_is_answered TO mawa_owner;
RESET ROLE;
