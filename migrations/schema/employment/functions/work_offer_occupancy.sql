-- How many places of each offer are taken, for roles that may know; never by whom.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION work_offer_occupancy(p_offers uuid[]) RETURNS TABLE(offer_id uuid, taken integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.id, count(a.seat)::int
    FROM unnest(p_offers) o (id)
    LEFT JOIN work_applications a
        ON a.offer_id = o.id
         AND (SELECT mawa_has_role('reintegration_officer', 'case_supervisor', 'programme_officer'))
   GROUP BY o.id
$$;
REVOKE EXECUTE ON FUNCTION work_offer_occupancy FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_offer_occupancy TO mawa_app;
RESET ROLE;
