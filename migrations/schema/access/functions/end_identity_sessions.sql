-- Trigger on identity_links and identity_provider_editions: sessions that were opened through the link or the
-- provider end, and so do sign-ins that wait for their code.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION end_identity_sessions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'identity_links' THEN
    UPDATE sessions SET ended_at = mawa_now() WHERE identity_link_id = NEW.id AND ended_at IS NULL;
    DELETE FROM pending_sign_ins WHERE identity_link_id = NEW.id;
  ELSE
    UPDATE sessions s SET ended_at = mawa_now() FROM identity_links l
     WHERE l.provider_id = NEW.provider_id AND s.identity_link_id = l.id AND s.ended_at IS NULL;
    DELETE FROM pending_sign_ins p USING identity_links l
     WHERE l.provider_id = NEW.provider_id AND p.identity_link_id = l.id;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION end_identity_sessions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_identity_sessions TO mawa_owner;
RESET ROLE;
