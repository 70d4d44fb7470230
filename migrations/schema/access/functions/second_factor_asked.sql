-- Whose second factor this pending sign-in asks for, with its sealed secret, its wrapped key and the last accepted step;
-- nothing where it is over. `synthetic`: the mark of the database, where the code may be shown. 42501 where somebody is
-- signed in already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION second_factor_asked(p_token bytea) RETURNS TABLE(user_id uuid, email text, factor_id uuid, secret bytea, wrapped bytea, last_step bigint, synthetic boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_nobody_acts();
  RETURN QUERY
    SELECT u.id, u.email, f.id, f.secret, k.wrapped, f.last_step,
           coalesce((SELECT i.synthetic FROM installation i), false)
      FROM pending_sign_ins p JOIN users u ON u.id = p.user_id AND u.active
      JOIN second_factors f ON f.user_id = u.id AND f.confirmed_at IS NOT NULL
      JOIN keys.record_keys k ON k.kind = 'second_factor' AND k.record_id = f.id
     WHERE p.token_digest = p_token AND p.expires_at > mawa_now()
       AND pending_sign_in_stands(p, u.password_hash);
END
$$;
REVOKE EXECUTE ON FUNCTION second_factor_asked FROM PUBLIC;
GRANT EXECUTE ON FUNCTION second_factor_asked TO mawa_app;
RESET ROLE;
