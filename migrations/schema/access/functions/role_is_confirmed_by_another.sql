-- Trigger on user_roles: the colleague who handed over the password link (password_handed_over_by) does not
-- confirm the role. 42501.
CREATE OR REPLACE FUNCTION role_is_confirmed_by_another() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.confirmed_by = password_handed_over_by(NEW.user_id) THEN
    RAISE EXCEPTION 'whoever handed the password link over does not confirm the role' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END
$$;
