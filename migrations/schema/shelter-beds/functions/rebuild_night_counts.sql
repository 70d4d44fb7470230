-- Makes night_counts what bookings, beds and absences say of all closed nights, month by month: after rows
-- were loaded past the triggers. A repeat writes nothing. For system users (42501 otherwise). Returns how many
-- rows were written.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION rebuild_night_counts() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_month date;
  v_shelters uuid[] := ARRAY(SELECT id FROM shelters);
  v_rows integer := 0;
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'asked by the system alone' USING ERRCODE = '42501';
  END IF;
  FOR v_month IN SELECT DISTINCT date_trunc('month', night)::date FROM closed_nights ORDER BY 1 LOOP
    v_rows := v_rows + recount_nights(v_month, (v_month + interval '1 month')::date, v_shelters, 'rebuild');
  END LOOP;
  RETURN v_rows;
END
$$;
REVOKE EXECUTE ON FUNCTION rebuild_night_counts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rebuild_night_counts TO mawa_app;
RESET ROLE;
