-- Trigger on users: an account that changes its organisation keeps only roles that suit it. 23514
-- user_roles_suit_the_organisation.
CREATE OR REPLACE FUNCTION users_suit_their_roles() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM user_roles r LEFT JOIN organisations o ON o.id = NEW.organisation_id
     WHERE r.user_id = NEW.id AND r.ended_at IS NULL AND NOT role_suits_organisation(r.role, o.kind)) THEN
    RAISE EXCEPTION 'a role of this account is not for members of such an organisation'
      USING ERRCODE = '23514', CONSTRAINT = 'user_roles_suit_the_organisation';
  END IF;
  RETURN NULL;
END
$$;
