-- The projects before a sitting of the actor, until project_seat_days after it, without those of people who
-- are hidden from them. For policies.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION projects_sat_on() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN ARRAY(
      SELECT g.project_id
        FROM project_seats s
        JOIN project_agendas g ON g.sitting_id = s.sitting_id
        JOIN project_sittings t ON t.id = s.sitting_id
       WHERE s.user_id = mawa_actor()
         AND project_may_sit(s.user_id)
         AND NOT EXISTS (
             SELECT 1
               FROM project_people h
              WHERE h.project_id = g.project_id
                AND h.case_id = ANY ((SELECT (actor_reach()).hidden_cases)::uuid[]))
         AND t.held_on >= mawa_day(mawa_now()) - (mawa_setting('project_seat_days'))::text::int);
END
$$;
REVOKE EXECUTE ON FUNCTION projects_sat_on FROM PUBLIC;
GRANT EXECUTE ON FUNCTION projects_sat_on TO mawa_app;
RESET ROLE;
