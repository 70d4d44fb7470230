-- The organisation of the actor's account; null without one.
CREATE OR REPLACE FUNCTION mawa_organisation() RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT u.organisation_id FROM users u WHERE u.id = mawa_actor() AND u.active);
END
$$;
