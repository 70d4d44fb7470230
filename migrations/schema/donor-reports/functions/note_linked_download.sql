-- Writes the row of the register for a file taken by a link; returns NULL, and nothing may be handed out,
-- where linked_report has no row.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION note_linked_download(
  p_opening uuid,
  p_version integer,
  p_format text,
  p_language text,
  p_sha256 text,
  p_marked boolean
) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO report_downloads (report_id, version, format, language, sha256, marked, user_id, link_id,
    opening_id)
  SELECT k.report_id, p_version, p_format, p_language, p_sha256, p_marked, NULL, k.link_id, p_opening
    FROM linked_report(p_opening) k
  RETURNING report_id
$$;
REVOKE EXECUTE ON FUNCTION note_linked_download FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_linked_download TO mawa_app;
RESET ROLE;
