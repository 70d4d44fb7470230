-- Opens a link: counts the opening under the lock of its row, at most most_openings, and returns what it
-- holds; no row where it is wrong, used up, expired, revoked, withdrawn or replaced.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION open_report_link()
RETURNS TABLE(link_id uuid, report_id uuid, opening_id uuid, about jsonb, expires_at timestamptz,
  formats text[], languages text[], locked boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v report_links;
  v_opening uuid;
BEGIN
  UPDATE report_links k
     SET opened = k.opened + 1, last_opened_at = mawa_now()
   WHERE k.opened < k.most_openings
     AND k.id = (
         SELECT l.id
           FROM report_links l
           JOIN report_publications p ON p.id = l.publication_id
           JOIN reports r ON r.id = l.report_id
          WHERE l.digest = mawa_link()
            AND l.ended_at IS NULL
            AND l.expires_at > mawa_now()
            AND p.live
            AND r.state = 'frozen')
  RETURNING k.* INTO v;
  IF v.id IS NULL THEN RETURN; END IF;
  INSERT INTO report_link_openings (link_id, nth) VALUES (v.id, v.opened) RETURNING id INTO v_opening;
  RETURN QUERY
    SELECT v.id, v.report_id, v_opening, p.about, v.expires_at, v.formats, v.languages,
           v.archive IS NOT NULL
      FROM report_publications p
     WHERE p.id = v.publication_id;
END
$$;
REVOKE EXECUTE ON FUNCTION open_report_link FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_report_link TO mawa_app;
RESET ROLE;
