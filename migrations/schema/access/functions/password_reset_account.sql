-- The account for which this secret (by its digest) sets a password, while it is open, with its sealed second factor where
-- it has one. `synthetic`: the mark of the database, where the code may be shown. 42501 where somebody is signed in.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION password_reset_account(p_digest bytea)
RETURNS TABLE(user_id uuid, email text, name text, language text, factor_id uuid, secret bytea, wrapped bytea, last_step bigint, synthetic boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_nobody_acts();
  RETURN QUERY
    SELECT u.id, u.email, u.name, u.language, f.id, f.secret, k.wrapped, f.last_step,
           coalesce((SELECT i.synthetic FROM installation i), false)
      FROM password_resets r JOIN users u ON u.id = r.user_id AND u.active AND NOT u.system
      LEFT JOIN second_factors f ON f.user_id = u.id AND f.confirmed_at IS NOT NULL
      LEFT JOIN keys.record_keys k ON k.kind = 'second_factor' AND k.record_id = f.id
     WHERE r.token_digest = p_digest AND r.ended_at IS NULL AND r.expires_at > mawa_now()
       AND NOT reset_waits(u.id);
END
$$;
REVOKE EXECUTE ON FUNCTION password_reset_account FROM PUBLIC;
GRANT EXECUTE ON FUNCTION password_reset_account TO mawa_app;
RESET ROLE;
