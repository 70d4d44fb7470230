-- Links a call to an existing file whose number the caller gave: the operator sees nothing of the file. NULL
-- alike for no such number, a blocked actor and a restricted file. 42501 for anybody but the operator of the
-- call; 23514 call_link_tries after too many numbers a day.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION link_call_by_number(p_call uuid, p_number text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_case uuid;
  v_id uuid;
  v_tries integer;
BEGIN
  IF NOT mawa_has_role('hotline_operator')
      OR NOT EXISTS (
          SELECT 1
            FROM calls c
           WHERE c.id = p_call
             AND c.taken_by = (SELECT mawa_actor())
             AND (SELECT mawa_has_role('hotline_operator'))
             AND (c.ended_at IS NULL
                  OR c.ended_at > (
                      SELECT mawa_now()
                        - make_interval(hours => mawa_setting('hotline_own_hours')::int)))) THEN
    RAISE EXCEPTION 'this actor does not link this call' USING ERRCODE = '42501';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('link tries/' || mawa_actor(), 0));
  SELECT count(*) INTO v_tries
    FROM call_link_tries
   WHERE by = mawa_actor() AND at > mawa_now() - interval '1 day';
  IF v_tries >= mawa_setting('hotline_link_tries')::int THEN
    RAISE EXCEPTION 'too many numbers were tried' USING ERRCODE = '23514', CONSTRAINT = 'call_link_tries';
  END IF;
  INSERT INTO call_link_tries DEFAULT VALUES;
  SELECT mawa_person(k.id) INTO v_case FROM cases k WHERE k.case_number = p_number;
  IF v_case IS NULL OR mawa_blocked(v_case, mawa_actor()) OR mawa_restricted(v_case) THEN
    RETURN NULL;
  END IF;
  SELECT id INTO v_id FROM call_links WHERE call_id = p_call AND case_id = v_case AND ended_at IS NULL;
  IF v_id IS NOT NULL THEN RETURN v_id; END IF;
  INSERT INTO call_links (call_id, case_id, called_at, type, type_version, how)
  SELECT c.id, v_case, c.began_at, c.type, c.type_version, 'linked'
    FROM calls c
   WHERE c.id = p_call
  RETURNING id INTO v_id;
  RETURN v_id;
END
$$;
REVOKE EXECUTE ON FUNCTION link_call_by_number FROM PUBLIC;
GRANT EXECUTE ON FUNCTION link_call_by_number TO mawa_app;
RESET ROLE;
