-- The open procedures of a person that end with the case. Runs with the caller's rights: the page
-- before closing counts what its reader sees, the trigger ends all.
CREATE OR REPLACE FUNCTION recognition_ending_with(p_case uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT p.id
    FROM recognition_procedures p
   WHERE p.case_id IN (SELECT mawa_files(p_case))
     AND p.state NOT IN ('not_eligible', 'certified_full', 'certified_partial', 'closed', 'withdrawn')
$$;
