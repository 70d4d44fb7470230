-- Whether a bed of this shelter is held at this moment for a call of the actor, an operator; for this very
-- call, where one is named. Never through a token.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION bed_held_for_call(p_shelter uuid, p_call uuid DEFAULT NULL) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT mawa_token() IS NULL
     AND mawa_has_role('hotline_operator')
     AND EXISTS (
         SELECT 1
           FROM call_links l
           JOIN booking_people p ON p.request_id = l.request_id
           JOIN bookings b ON b.id = p.booking_id
          WHERE l.by = (SELECT mawa_actor())
            AND l.how = 'opened'
            AND l.ended_at IS NULL
            AND (p_call IS NULL OR l.call_id = p_call)
            AND b.shelter_id = p_shelter
            AND b.state = 'hold'
            AND b.hold_until > (SELECT mawa_now()))
$$;
REVOKE EXECUTE ON FUNCTION bed_held_for_call FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bed_held_for_call TO mawa_app;
RESET ROLE;
