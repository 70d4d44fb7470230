-- The planned appointments of a person that end with the case. Runs with the caller's rights: the page
-- before closing counts what its reader sees, the trigger ends all.
CREATE OR REPLACE FUNCTION service_appointments_ending_with(p_case uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT a.id
    FROM service_appointments a
   WHERE a.case_id IN (SELECT mawa_files(p_case)) AND a.state = 'planned'
$$;
