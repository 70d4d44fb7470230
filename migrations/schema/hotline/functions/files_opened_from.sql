-- The case numbers of the files opened from a call, for the operator who took it, until hotline_own_hours
-- after its end.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION files_opened_from(p_call uuid) RETURNS TABLE("caseNumber" text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.case_number
    FROM call_links l JOIN calls c ON c.id = l.call_id JOIN cases k ON k.id = l.case_id
   WHERE l.call_id = p_call
     AND l.how = 'opened'
     AND l.ended_at IS NULL
     AND c.taken_by = (SELECT mawa_actor())
     AND (SELECT mawa_has_role('hotline_operator'))
     AND (c.ended_at IS NULL
          OR c.ended_at > (
              SELECT mawa_now() - make_interval(hours => mawa_setting('hotline_own_hours')::int)))
   ORDER BY 1
$$;
REVOKE EXECUTE ON FUNCTION files_opened_from FROM PUBLIC;
GRANT EXECUTE ON FUNCTION files_opened_from TO mawa_app;
RESET ROLE;
