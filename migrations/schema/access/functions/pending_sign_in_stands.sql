-- Whether what a pending sign-in began with still holds: the password that was checked, or the link and an edition of its
-- provider that is in force. For functions of mawa_gate.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION pending_sign_in_stands(p_pending pending_sign_ins, p_password_hash text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_pending.identity_link_id IS NULL THEN
    RETURN p_pending.password_digest = sha256(convert_to(p_password_hash, 'UTF8'))
       AND NOT password_refused(p_pending.user_id, mawa_now());
  END IF;
  RETURN EXISTS (
    SELECT 1 FROM identity_links l JOIN identity_provider_editions e ON e.provider_id = l.provider_id
     WHERE l.id = p_pending.identity_link_id AND l.ended_at IS NULL AND identity_refusal(l.user_id, e.id) IS NULL);
END
$$;
REVOKE EXECUTE ON FUNCTION pending_sign_in_stands FROM PUBLIC;
RESET ROLE;
