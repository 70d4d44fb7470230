-- Whether somebody signs in for this partner and so reads its notices. Else it is told in person, which a task asks for.
CREATE OR REPLACE FUNCTION partner_has_account(p_organisation uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1
      FROM users u
      JOIN current_roles r ON r.user_id = u.id
     WHERE u.organisation_id = p_organisation
       AND u.active
       AND r.role = 'partner_viewer')
$$;
