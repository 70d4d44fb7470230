-- Links a call to a file that its operator just opened and still holds. 42501 otherwise.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION link_call(p_call uuid, p_case uuid, p_request uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
                      SELECT mawa_now() - make_interval(hours => mawa_setting('hotline_own_hours')::int))))
      OR NOT mawa_holds_fully(p_case) THEN
    RAISE EXCEPTION 'this actor does not link this call' USING ERRCODE = '42501';
  END IF;
  INSERT INTO call_links (call_id, case_id, request_id, called_at, type, type_version, how)
  SELECT c.id, p_case, p_request, c.began_at, c.type, c.type_version, 'opened'
    FROM calls c
   WHERE c.id = p_call;
END
$$;
REVOKE EXECUTE ON FUNCTION link_call FROM PUBLIC;
GRANT EXECUTE ON FUNCTION link_call TO mawa_app;
RESET ROLE;
