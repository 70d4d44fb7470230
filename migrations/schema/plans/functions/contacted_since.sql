-- The people with whom the programme was in contact on this day or later, each by the case that represents them: for whom
-- last_contacts() answers this day or a later one. For counts over many cases: reads what was recorded since, not the
-- history of each case. For functions of mawa_blind, which ask it of cases that they may count.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION contacted_since(p_day date) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_begins timestamptz := mawa_day_begins(p_day);
BEGIN
  RETURN QUERY
    SELECT DISTINCT coalesce(c.merged_into, c.id)
      FROM (
        SELECT b.case_id FROM booking_people b WHERE b.state = 'stay' AND mawa_day(mawa_now()) >= p_day
        UNION ALL
        SELECT s.case_id FROM services s WHERE s.given_on >= p_day AND s.cancelled_at IS NULL
        UNION ALL
        SELECT o.case_id FROM other_contacted_since(p_day) o
        UNION ALL
        SELECT x.case_id FROM plan_progress x WHERE x.at >= v_begins
        UNION ALL
        SELECT x.case_id FROM consents x WHERE x.at >= v_begins
        UNION ALL
        SELECT r.id FROM cases r WHERE r.registered_on >= p_day
        UNION ALL
        SELECT x.case_id FROM stage_changes x WHERE x.at >= v_begins) f
      JOIN cases c ON c.id = f.case_id;
END
$$;
REVOKE EXECUTE ON FUNCTION contacted_since FROM PUBLIC;
RESET ROLE;
