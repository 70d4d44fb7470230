-- Trigger on user_roles: a role suits the organisation of its account (role_suits_organisation). 23514
-- user_roles_suit_the_organisation.
CREATE OR REPLACE FUNCTION user_roles_suit_organisations() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_kind text;
BEGIN
  IF NEW.ended_at IS NOT NULL THEN
    RETURN NEW;
  END IF;
  SELECT o.kind INTO v_kind FROM users u
    LEFT JOIN organisations o ON o.id = u.organisation_id
   WHERE u.id = NEW.user_id;
  IF NOT FOUND OR NOT role_suits_organisation(NEW.role, v_kind) THEN
    RAISE EXCEPTION 'the role is not for members of such an organisation'
      USING ERRCODE = '23514', CONSTRAINT = 'user_roles_suit_the_organisation';
  END IF;
  RETURN NEW;
END
$$;
