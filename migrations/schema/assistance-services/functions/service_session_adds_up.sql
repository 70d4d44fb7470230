-- Deferred trigger on service_sessions and service_attendance: as many services as people present, of that
-- kind and day, and their costs add up to the session's. 23514 service_session_adds_up.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION service_session_adds_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_id uuid;
  v_session record;
  v_count integer;
  v_sum numeric;
  v_same boolean;
BEGIN
  v_id := CASE
    WHEN TG_TABLE_NAME = 'service_sessions' THEN (to_jsonb(NEW)->>'id')::uuid
    ELSE (to_jsonb(NEW)->>'session_id')::uuid
  END;
  SELECT * INTO v_session FROM service_sessions WHERE id = v_id;
  SELECT count(*), sum(s.cost_amount),
    bool_and(s.type_code = v_session.type_code
             AND s.given_on = v_session.held_on
             AND s.case_id = a.case_id
             AND s.cost_currency IS NOT DISTINCT FROM v_session.cost_currency)
    INTO v_count, v_sum, v_same
    FROM service_attendance a
    JOIN services s ON s.id = a.service_id
   WHERE a.session_id = v_id;
  IF v_count <> v_session.present
     OR v_sum IS DISTINCT FROM v_session.cost_amount
     OR NOT coalesce(v_same, true) THEN
    RAISE EXCEPTION 'the parts do not make the session'
      USING ERRCODE = '23514', CONSTRAINT = 'service_session_adds_up';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION service_session_adds_up FROM PUBLIC;
GRANT EXECUTE ON FUNCTION service_session_adds_up TO mawa_owner;
RESET ROLE;
