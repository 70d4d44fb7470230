-- The places of a person in projects (project_people) that end with the case: in one that has not begun, or where others
-- go on; files of one person count as one. A granted project and a business of one person go on. Runs with the caller's
-- rights: the page before closing counts what its reader sees, the trigger ends all.
CREATE OR REPLACE FUNCTION projects_ending_with(p_case uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT pp.id
    FROM project_people pp
    JOIN projects p ON p.id = pp.project_id
   WHERE pp.case_id IN (SELECT mawa_files(p_case))
     AND pp.left_on IS NULL
     AND p.state IN ('idea', 'training', 'plan', 'submitted', 'returned', 'approved')
     AND (p.state <> 'approved'
          OR EXISTS (
            SELECT 1
              FROM project_people o
             WHERE o.project_id = p.id
               AND o.left_on IS NULL
               AND o.case_id NOT IN (SELECT mawa_files(p_case))))
$$;
