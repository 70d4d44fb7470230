-- The people of these bookings whom the actor may read: what `booking_people` joined to `cases` shows under the
-- policies booking_people_read, booking_people_not_of_the_assessed and cases_read, with one look-up of the access
-- rows a person instead of two calls of may_read_case. For the bed board and the roll, which read hundreds of
-- bookings at once; test/shelter-beds/readable-people.e2e-spec.ts compares it with the policies.
SET LOCAL ROLE mawa_gate;
CREATE FUNCTION readable_booked_people(p_bookings uuid[])
RETURNS TABLE (booking_id uuid, case_id uuid, case_number text, access_need text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  v_reach reach := actor_reach();
  v_now timestamptz := mawa_now();
  v_assessed uuid[] := assessed_alone();
BEGIN
  RETURN QUERY
    SELECT b.booking_id, b.case_id, c.case_number, c.access_need
      FROM booking_people b JOIN cases c ON c.id = b.case_id
     WHERE b.booking_id = ANY (p_bookings)
       AND b.case_id <> ALL (v_assessed)
       AND b.case_id <> ALL (v_reach.hidden_cases)
       AND EXISTS (
         SELECT FROM case_access a
          WHERE a.case_id = b.case_id
            AND a.principal_id = ANY (v_reach.principals)
            AND a.parts @> ARRAY['facts']
            AND a.from_at <= v_now
            AND (a.until_at IS NULL OR a.until_at > v_now));
END
$$;
REVOKE EXECUTE ON FUNCTION readable_booked_people FROM PUBLIC;
GRANT EXECUTE ON FUNCTION readable_booked_people TO mawa_app;
RESET ROLE;
