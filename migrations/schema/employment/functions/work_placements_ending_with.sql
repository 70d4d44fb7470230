-- The placements of a person that have not started and end with the case. Runs with the caller's rights: the page
-- before closing counts what its reader sees, the trigger ends all.
CREATE OR REPLACE FUNCTION work_placements_ending_with(p_case uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT p.id
    FROM work_placements p
   WHERE p.case_id IN (SELECT mawa_files(p_case)) AND p.state = 'placed'
$$;
