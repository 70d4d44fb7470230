-- The first nights of holds and promises in this shelter from a night on, of people with one of these signs
-- or of unknown sign: asked before a shelter stops receiving them (shelter_facts_look_ahead, the page of the
-- shelter). Days only, no person. 42501 for other roles.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION arrivals_expected(p_shelter uuid, p_from date, p_signs text[])
RETURNS TABLE(night date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT (mawa_allocates() OR mawa_has_role('administrator') OR mawa_is_system()) THEN
    RAISE EXCEPTION 'not asked by one who keeps the inventory' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
    SELECT lower(k.nights) FROM bookings k
     WHERE k.shelter_id = p_shelter AND k.state IN ('hold', 'promised') AND lower(k.nights) >= p_from
       AND (k.state <> 'hold' OR k.hold_until > mawa_now())
       AND cardinality(p_signs) > 0 AND (k.mix_sign IS NULL OR k.mix_sign = ANY (p_signs));
END
$$;
REVOKE EXECUTE ON FUNCTION arrivals_expected FROM PUBLIC;
GRANT EXECUTE ON FUNCTION arrivals_expected TO mawa_app;
RESET ROLE;
