-- The colleague who handed over the link with which this account's present password was set last, unless
-- another colleague confirmed a role that needs one since. Null: nobody. Whoever may know the password must
-- not confirm roles of the account.
CREATE OR REPLACE FUNCTION password_handed_over_by(p_user uuid) RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT coalesce(l.confirmed_by, l.made_by) -- of old links the maker alone knew the secret
      FROM (SELECT c.link_id, c.at FROM password_changes c WHERE c.user_id = p_user AND c.link_id IS NOT NULL
             ORDER BY c.at DESC LIMIT 1) AS last
      JOIN password_links l ON l.id = last.link_id
     WHERE NOT EXISTS (
       SELECT 1 FROM user_roles r WHERE r.user_id = p_user AND r.needs_second AND r.confirmed_at >= last.at
          AND r.confirmed_by <> coalesce(l.confirmed_by, l.made_by) AND r.ended_at IS DISTINCT FROM last.at));
END
$$;
