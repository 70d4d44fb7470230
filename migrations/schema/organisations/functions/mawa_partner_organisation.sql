-- The organisation of an actor who is a partner's reader; null for everybody else.
CREATE OR REPLACE FUNCTION mawa_partner_organisation() RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT u.organisation_id FROM users u
           WHERE u.id = mawa_actor() AND u.active AND mawa_has_role('partner_viewer'));
END
$$;
