-- Keeps the one task of a kind about a record, for an actor who has access to the case: open, and due at p_due. One that
-- is open stays with whoever has it; one that its act ended waits again; else it is opened for p_user (open_task). 42501
-- otherwise.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION set_task(p_kind text, p_case uuid, p_subject uuid, p_user uuid, p_due timestamptz)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_reaches(p_case) THEN
    RAISE EXCEPTION 'this actor opens no task about that' USING ERRCODE = '42501';
  END IF;
  UPDATE tasks SET due_at = p_due WHERE kind = p_kind AND subject_id = p_subject AND done_at IS NULL;
  IF FOUND THEN RETURN; END IF;
  UPDATE tasks SET done_at = NULL, done_by = NULL, due_at = p_due
   WHERE id = (
     SELECT t.id
       FROM tasks t
      WHERE t.kind = p_kind AND t.subject_id = p_subject AND t.for_user = p_user AND t.ended_by = 'its_act'
      ORDER BY t.done_at DESC, t.id LIMIT 1);
  IF FOUND THEN RETURN; END IF;
  PERFORM open_task(p_kind, p_case, p_subject, NULL, p_user, p_due);
END
$$;
REVOKE EXECUTE ON FUNCTION set_task FROM PUBLIC;
GRANT EXECUTE ON FUNCTION set_task TO mawa_app;
RESET ROLE;
