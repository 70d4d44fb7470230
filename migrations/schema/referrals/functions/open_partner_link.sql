-- Counts an opening of the link that stands in the session and says what it is for; no row where it does not
-- hold.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION open_partner_link()
RETURNS TABLE(id uuid, kind text, subject_id uuid, organisation_id uuid, language text)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE partner_links l
     SET opened = l.opened + 1, last_opened_at = mawa_now()
   WHERE l.digest = mawa_link() AND l.ended_at IS NULL AND l.expires_at > mawa_now()
  RETURNING l.id, l.kind, l.subject_id, l.organisation_id, l.language
$$;
REVOKE EXECUTE ON FUNCTION open_partner_link FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_partner_link TO mawa_app;
RESET ROLE;
