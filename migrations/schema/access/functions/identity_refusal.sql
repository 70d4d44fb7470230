-- Why this account does not sign in through this edition of an identity provider: `provider` where it is not in force,
-- `closed`, `organisation` where the account is of another one, `domain` where its address ends otherwise; null where it
-- does. For functions of mawa_gate.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION identity_refusal(p_user uuid, p_edition uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_edition identity_provider_editions;
  v_user users;
BEGIN
  SELECT * INTO v_edition FROM identity_provider_editions WHERE id = p_edition;
  SELECT * INTO v_user FROM users WHERE id = p_user;
  RETURN CASE
    WHEN v_edition.confirmed_at IS NULL OR v_edition.ended_at IS NOT NULL THEN 'provider'
    WHEN v_user.id IS NULL OR NOT v_user.active OR v_user.system OR v_user.service THEN 'closed'
    WHEN v_user.organisation_id IS DISTINCT FROM v_edition.organisation_id THEN 'organisation'
    WHEN v_edition.domains <> '{}' AND split_part(v_user.email, '@', 2) <> ALL (v_edition.domains) THEN 'domain'
  END;
END
$$;
REVOKE EXECUTE ON FUNCTION identity_refusal FROM PUBLIC;
RESET ROLE;
