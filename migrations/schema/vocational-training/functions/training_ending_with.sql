-- The enrolments of a person that have not started and end with the case. Runs with the caller's rights: the page
-- before closing counts what its reader sees, the trigger ends all.
CREATE OR REPLACE FUNCTION training_ending_with(p_case uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT e.id
    FROM training_enrolments e
   WHERE e.case_id IN (SELECT mawa_files(p_case))
     AND e.state IN ('applied', 'waiting', 'offered', 'admitted')
$$;
