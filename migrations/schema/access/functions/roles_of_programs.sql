-- Trigger on roles: the account of a program is no administrator or focal point, and holds no role that opens cases
-- (user_roles.opens_cases). These act in person, and no administrator alone gives a program what they may not open themselves.
CREATE OR REPLACE FUNCTION roles_of_programs() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.role IN ('administrator', 'focal_point', 'shelter_manager', 'shelter_staff', 'reintegration_officer', 'case_supervisor',
                  'legal_officer', 'hotline_operator')
     AND EXISTS (SELECT 1 FROM users u WHERE u.id = NEW.user_id AND u.service) THEN
    RAISE EXCEPTION 'no program holds the role %', NEW.role
      USING ERRCODE = '23514', CONSTRAINT = 'user_roles_of_a_person';
  END IF;
  RETURN NEW;
END
$$;
