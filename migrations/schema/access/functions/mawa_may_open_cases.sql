-- Whether the actor holds a role that registers people and opens cases.
CREATE OR REPLACE FUNCTION mawa_may_open_cases() RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT mawa_has_role('shelter_manager', 'reintegration_officer', 'case_supervisor', 'hotline_operator')
$$;
