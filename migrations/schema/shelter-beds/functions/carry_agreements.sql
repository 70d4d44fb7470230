-- When the actor holds another bed of the same shelter for a request in the same transaction, the agreement
-- on the arrival goes along with the new booking.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION carry_agreements(p_request uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO arrival_agreements (booking_id, case_id, basis, reason, list_version, by, at)
  SELECT DISTINCT ON (n.booking_id) n.booking_id, n.case_id, a.basis, a.reason, a.list_version, a.by, a.at
    FROM booking_people n
    JOIN bookings k ON k.id = n.booking_id
    JOIN booking_people o ON o.case_id = n.case_id AND o.request_id = n.request_id AND o.state = 'void'
    JOIN bookings was ON was.id = o.booking_id AND was.shelter_id = k.shelter_id
    JOIN booking_changes h
      ON h.booking_id = was.id AND h.to_state = 'void' AND h.by = mawa_actor() AND h.at = mawa_now()
    JOIN arrival_agreements a ON a.booking_id = was.id
   WHERE n.request_id = p_request AND n.state = 'hold'
   ORDER BY n.booking_id
  ON CONFLICT (booking_id) DO NOTHING
$$;
REVOKE EXECUTE ON FUNCTION carry_agreements FROM PUBLIC;
GRANT EXECUTE ON FUNCTION carry_agreements TO mawa_app;
RESET ROLE;
