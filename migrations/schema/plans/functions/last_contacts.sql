-- Of each of these cases the last day on which the programme was in contact with the person, and by what; the one
-- definition, over all files of the person: whoever sleeps in a house is met today, else a service, an answer about a
-- consent, a step between stages, progress of the plan, what other_contacts() knows, or the day of registration. For
-- functions of mawa_blind, which ask it of cases that they may count.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION last_contacts(p_cases uuid[]) RETURNS TABLE(case_id uuid, on_day date, kind text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    WITH files AS MATERIALIZED (
      SELECT c.id AS person, c.id, c.registered_on FROM cases c WHERE c.id = ANY (p_cases)
      UNION ALL
      SELECT c.merged_into, c.id, c.registered_on FROM cases c WHERE c.merged_into = ANY (p_cases))
    SELECT DISTINCT ON (q.person) q.person, q.on_day, q.kind
      FROM (
        SELECT f.person, mawa_day(mawa_now()), 'stay', 1
          FROM files f
         WHERE EXISTS (SELECT FROM booking_people b WHERE b.case_id = f.id AND b.state = 'stay')
        UNION ALL
        SELECT f.person, (SELECT max(s.given_on) FROM services s WHERE s.case_id = f.id AND s.cancelled_at IS NULL),
               'service', 2
          FROM files f
        UNION ALL
        SELECT f.person, o.on_day, o.kind, 3
          FROM other_contacts(ARRAY(SELECT f.id FROM files f)) o
          JOIN files f ON f.id = o.case_id
        UNION ALL
        SELECT f.person, mawa_day((SELECT max(x.at) FROM plan_progress x WHERE x.case_id = f.id)), 'plan', 4
          FROM files f
        UNION ALL
        SELECT f.person, mawa_day((SELECT max(x.at) FROM consents x WHERE x.case_id = f.id)), 'consent', 5
          FROM files f
        UNION ALL
        SELECT f.person, f.registered_on, 'registered', 6 FROM files f
        UNION ALL
        SELECT f.person, mawa_day((SELECT max(x.at) FROM stage_changes x WHERE x.case_id = f.id)), 'stage', 7
          FROM files f) q (person, on_day, kind, place)
     WHERE q.on_day IS NOT NULL
     ORDER BY q.person, q.on_day DESC, q.place, q.kind;
END
$$;
REVOKE EXECUTE ON FUNCTION last_contacts FROM PUBLIC;
RESET ROLE;
