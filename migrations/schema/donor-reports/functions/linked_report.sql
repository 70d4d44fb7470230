-- The report behind an opening of a link: the link holds, the publication is live, the report frozen, the
-- opening younger than an hour and with fewer than 40 downloads; else no row. For the reader without an
-- account (hand-out/report-links.service.ts); the digest of the link stands in the session (mawa_link).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION linked_report(p_opening uuid)
RETURNS TABLE(link_id uuid, report_id uuid, recipient text, organisation text, made_at timestamptz,
  formats text[], languages text[], locked boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.id, l.report_id, l.recipient, g.name, l.made_at, l.formats, l.languages, l.archive IS NOT NULL
    FROM report_links l
    JOIN report_publications p ON p.id = l.publication_id
    JOIN reports r ON r.id = l.report_id
    JOIN organisations g ON g.id = p.organisation_id
    JOIN report_link_openings o ON o.link_id = l.id
   WHERE l.digest = mawa_link()
     AND l.ended_at IS NULL
     AND l.expires_at > mawa_now()
     AND p.live
     AND r.state = 'frozen'
     AND o.id = p_opening
     AND o.at > mawa_now() - interval '1 hour'
     AND (SELECT count(*) FROM report_downloads d WHERE d.opening_id = o.id) < 40
$$;
REVOKE EXECUTE ON FUNCTION linked_report FROM PUBLIC;
GRANT EXECUTE ON FUNCTION linked_report TO mawa_app;
RESET ROLE;
