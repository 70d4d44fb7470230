-- Whose link this is (p_digest: of issuer and subject), and why its account does not sign in through this edition
-- (identity_refusal); nothing for a subject that is linked to no account. 42501 where somebody is signed in already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION identity_account(p_digest bytea, p_edition uuid) RETURNS TABLE(link_id uuid, user_id uuid, email text, refusal text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_nobody_acts();
  RETURN QUERY
    SELECT l.id, u.id, u.email, identity_refusal(u.id, p_edition)
      FROM identity_links l JOIN users u ON u.id = l.user_id
      JOIN identity_provider_editions e ON e.id = p_edition AND e.provider_id = l.provider_id
     WHERE l.subject_digest = p_digest AND l.ended_at IS NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION identity_account FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity_account TO mawa_app;
RESET ROLE;
