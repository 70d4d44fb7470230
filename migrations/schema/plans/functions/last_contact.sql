-- The last day on which the programme was in contact with a person, and by what; the one definition, over all files of the
-- person: whoever sleeps in a house is met today, else a service, an answer about a consent, a step between stages,
-- progress of the plan, what other_contact() knows, or the day of registration. For functions of mawa_blind, which
-- ask it of cases that they may count.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION last_contact(p_case uuid) RETURNS TABLE(on_day date, kind text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_files uuid[] := ARRAY(
    SELECT c.id FROM cases c WHERE c.id = p_case UNION ALL SELECT c.id FROM cases c WHERE c.merged_into = p_case);
BEGIN
  RETURN QUERY
    SELECT q.on_day, q.kind
      FROM (
        (SELECT mawa_day(mawa_now()), 'stay', 1 FROM booking_people b
          WHERE b.case_id = ANY (v_files) AND b.state = 'stay' LIMIT 1)
        UNION ALL
        SELECT max(s.given_on), 'service', 2 FROM services s
         WHERE s.case_id = ANY (v_files) AND s.cancelled_at IS NULL
        UNION ALL
        SELECT o.on_day, o.kind, 3 FROM other_contact(v_files) o
        UNION ALL
        SELECT mawa_day(max(x.at)), 'plan', 4 FROM plan_progress x WHERE x.case_id = ANY (v_files)
        UNION ALL
        SELECT mawa_day(max(x.at)), 'consent', 5 FROM consents x WHERE x.case_id = ANY (v_files)
        UNION ALL
        SELECT max(c.registered_on), 'registered', 6 FROM cases c WHERE c.id = ANY (v_files)
        UNION ALL
        SELECT mawa_day(max(x.at)), 'stage', 7 FROM stage_changes x WHERE x.case_id = ANY (v_files)
      ) q (on_day, kind, place)
     WHERE q.on_day IS NOT NULL
     ORDER BY q.on_day DESC, q.place
     LIMIT 1;
END
$$;
REVOKE EXECUTE ON FUNCTION last_contact FROM PUBLIC;
RESET ROLE;
