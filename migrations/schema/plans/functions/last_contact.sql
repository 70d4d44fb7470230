-- The last day on which the programme was in contact with a person, and by what; the one definition, over all files of the
-- person: whoever sleeps in a house is met today, else a service, an answer about a consent, a step between stages,
-- progress of the plan, what other_contact() knows, or the day of registration. For functions of mawa_blind, which
-- ask it of cases that they may count.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION last_contact(p_case uuid) RETURNS TABLE(on_day date, kind text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT q.on_day, q.kind
      FROM (
        SELECT c.id, c.registered_on FROM cases c WHERE c.id = p_case
        UNION ALL
        SELECT c.id, c.registered_on FROM cases c WHERE c.merged_into = p_case) f
     CROSS JOIN LATERAL (
        SELECT mawa_day(mawa_now()), 'stay', 1
         WHERE EXISTS (SELECT FROM booking_people b WHERE b.case_id = f.id AND b.state = 'stay')
        UNION ALL
        SELECT max(s.given_on), 'service', 2 FROM services s WHERE s.case_id = f.id AND s.cancelled_at IS NULL
        UNION ALL
        SELECT o.on_day, o.kind, 3 FROM other_contact(f.id) o
        UNION ALL
        SELECT mawa_day(max(x.at)), 'plan', 4 FROM plan_progress x WHERE x.case_id = f.id
        UNION ALL
        SELECT mawa_day(max(x.at)), 'consent', 5 FROM consents x WHERE x.case_id = f.id
        UNION ALL
        SELECT f.registered_on, 'registered', 6
        UNION ALL
        SELECT mawa_day(max(x.at)), 'stage', 7 FROM stage_changes x WHERE x.case_id = f.id) q (on_day, kind, place)
     WHERE q.on_day IS NOT NULL
     ORDER BY q.on_day DESC, q.place
     LIMIT 1;
END
$$;
REVOKE EXECUTE ON FUNCTION last_contact FROM PUBLIC;
RESET ROLE;
