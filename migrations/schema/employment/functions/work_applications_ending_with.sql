-- The applications of a person that led to no placement yet and end with the case. Runs with the caller's rights: the page
-- before closing counts what its reader sees, the trigger ends all.
CREATE OR REPLACE FUNCTION work_applications_ending_with(p_case uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT a.id
    FROM work_applications a
   WHERE a.case_id IN (SELECT mawa_files(p_case))
     AND a.state IN ('sent', 'interview', 'accepted')
     AND NOT EXISTS (SELECT 1 FROM work_placements p WHERE p.application_id = a.id)
$$;
