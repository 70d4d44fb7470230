-- The nights, from one on, for which these beds are booked: asked before a bed goes out of service or a room
-- changes. Nights only, no person. 42501 for roles that keep no inventory.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION beds_booked(p_beds uuid[], p_from date) RETURNS TABLE(first date, last date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT (mawa_allocates() OR mawa_has_role('administrator')) THEN
    RAISE EXCEPTION 'not asked by one who keeps the inventory' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
    SELECT greatest(lower(k.nights), p_from), upper(k.nights)
      FROM bookings k
     WHERE k.bed_id = ANY (p_beds)
       AND k.state IN ('hold', 'promised', 'stay')
       AND (k.state <> 'hold' OR k.hold_until > mawa_now())
       AND (k.nights && daterange(p_from, NULL)
            OR (k.state = 'stay' AND upper(k.nights) <= mawa_tonight() AND p_from <= mawa_tonight()));
END
$$;
REVOKE EXECUTE ON FUNCTION beds_booked FROM PUBLIC;
GRANT EXECUTE ON FUNCTION beds_booked TO mawa_app;
RESET ROLE;
