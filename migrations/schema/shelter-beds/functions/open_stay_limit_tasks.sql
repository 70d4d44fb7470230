-- At the closing of a night: opens a task for those who answer for a person whose stay reaches its limit in
-- as many days as stay_warning_days names, once for each. For system users (42501 otherwise). Returns how
-- many.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION open_stay_limit_tasks() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_stay record;
  v_days integer;
  v_new integer;
  v_count integer := 0;
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'asked by the closing of a night alone' USING ERRCODE = '42501';
  END IF;
  FOR v_stay IN
    -- First the stays of shelters that have a limit: the planner takes the length of a stay for cheap.
    WITH limited AS MATERIALIZED (
      SELECT k.id, bp.case_id FROM bookings k
        JOIN booking_people bp ON bp.booking_id = k.id
       WHERE k.state = 'stay'
         AND EXISTS (
           SELECT 1 FROM shelter_stay_limits l WHERE l.shelter_id = k.shelter_id AND l.nights IS NOT NULL))
    SELECT k.id, k.case_id, s.ends_on FROM limited k
      CROSS JOIN LATERAL stay_length(k.id) s
     WHERE s.ends_on IS NOT NULL
       AND s.ends_on - mawa_tonight()
         <= (SELECT max(d::int) FROM jsonb_array_elements_text(mawa_setting('stay_warning_days')) d)
     ORDER BY k.id LOOP
    SELECT min(d::int) INTO v_days FROM jsonb_array_elements_text(mawa_setting('stay_warning_days')) d
     WHERE v_stay.ends_on - mawa_tonight() <= d::int;
    INSERT INTO stay_warnings (booking_id, ends_on, days)
    VALUES (v_stay.id, v_stay.ends_on, v_days)
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS v_new = ROW_COUNT;
    IF v_new > 0 THEN
      PERFORM notify_case_holders(
        'stay_limit', v_stay.case_id, v_stay.id, (v_stay.ends_on + time '09:00') AT TIME ZONE 'UTC');
      v_count := v_count + 1;
    END IF;
  END LOOP;
  RETURN v_count;
END
$$;
REVOKE EXECUTE ON FUNCTION open_stay_limit_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_stay_limit_tasks TO mawa_app;
RESET ROLE;
