-- Makes holds past their time void, as system user …0002, of these beds or people, or all where p_beds is
-- null; with history and audit row. Called before each placement and by jobs. Returns how many.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION lapse_holds(p_beds uuid[], p_cases uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_ids uuid[];
BEGIN
  WITH lapsed AS (
    UPDATE bookings k SET state = 'void', outcome = 'lapsed', hold_until = NULL, version = version + 1
     WHERE k.state = 'hold'
       AND k.hold_until <= mawa_now()
       AND (p_beds IS NULL
            OR k.bed_id = ANY (p_beds)
            OR EXISTS (
              SELECT 1 FROM booking_people bp
               WHERE bp.booking_id = k.id AND bp.case_id = ANY ((SELECT mawa_files_of(p_cases))::uuid[])))
    RETURNING k.id),
  written AS (
    INSERT INTO booking_changes (booking_id, from_state, to_state, by, reason)
    SELECT id, 'hold', 'void', '00000000-0000-4000-8000-000000000002'::uuid, 'lapsed'
      FROM lapsed
    RETURNING booking_id)
  SELECT array_agg(booking_id) INTO v_ids FROM written;
  IF v_ids IS NOT NULL THEN
    PERFORM audit_of_the_system('00000000-0000-4000-8000-000000000002'::uuid, 'beds.lapse', 'booking', v_ids);
  END IF;
  RETURN coalesce(cardinality(v_ids), 0);
END
$$;
REVOKE EXECUTE ON FUNCTION lapse_holds FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lapse_holds TO mawa_app;
RESET ROLE;
