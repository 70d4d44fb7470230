-- Whether the actor holds a role that allocates beds, or is a system user.
CREATE OR REPLACE FUNCTION mawa_allocates() RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT mawa_has_role(
    'shelter_manager', 'shelter_staff', 'reintegration_officer', 'case_supervisor', 'hotline_operator')
     OR mawa_is_system()
$$;
