-- Trigger on roles: the account of a program is no administrator, supervisor or focal point. These roles decide in
-- person, and a token does not.
CREATE OR REPLACE FUNCTION roles_of_programs() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.role IN ('administrator', 'case_supervisor', 'focal_point')
     AND EXISTS (SELECT 1 FROM users u WHERE u.id = NEW.user_id AND u.service) THEN
    RAISE EXCEPTION 'no program holds the role %', NEW.role
      USING ERRCODE = '23514', CONSTRAINT = 'user_roles_of_a_person';
  END IF;
  RETURN NEW;
END
$$;
