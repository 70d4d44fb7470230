CREATE FUNCTION mawa_partner_organisation() RETURNS uuid
LANGUAGE sql STABLE AS $$
SELECT organisation_id FROM users
 WHERE id = mawa_actor() AND active AND mawa_has_role('partner_viewer')
$$;
