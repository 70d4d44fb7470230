-- Trigger of cases: when a case is closed, a project that has not begun is withdrawn, or the person leaves it
-- where others are in it; a granted project and a business go on.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION projects_end_with_the_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v record;
BEGIN
  FOR v IN
      SELECT p.id, p.state,
             EXISTS (
                 SELECT 1
                   FROM project_people o
                  WHERE o.project_id = p.id
                    AND o.left_on IS NULL
                    AND o.case_id NOT IN (SELECT mawa_files(NEW.case_id))) AS others
        FROM projects p
       WHERE p.id IN (
           SELECT pp.project_id
             FROM project_people pp
            WHERE pp.id IN (SELECT projects_ending_with(NEW.case_id)))
       ORDER BY p.id
  LOOP
    IF v.others THEN
      UPDATE project_people
         SET left_on = greatest(mawa_day(mawa_now()), joined_on), left_by = mawa_somebody()
       WHERE project_id = v.id AND id IN (SELECT projects_ending_with(NEW.case_id));
    ELSE
      INSERT INTO project_steps (id, project_id, from_state, to_state, on_day, reason)
      VALUES (gen_random_uuid(), v.id, v.state, 'withdrawn', mawa_day(mawa_now()), 'case_closed');
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION projects_end_with_the_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION projects_end_with_the_case TO mawa_owner;
RESET ROLE;
