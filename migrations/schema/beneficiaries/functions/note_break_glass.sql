-- The one who opened a case by break-glass adds the sealed note, once. 42501 otherwise.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION note_break_glass(p_id uuid, p_note bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE break_glass SET note = p_note
   WHERE id = p_id AND user_id = mawa_actor() AND case_id IS NOT NULL AND note IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no note is missing here' USING ERRCODE = '42501'; END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION note_break_glass FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_break_glass TO mawa_app;
RESET ROLE;
