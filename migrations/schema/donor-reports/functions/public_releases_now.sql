-- The releases in force with their files, newest first, at most 60, for the public page without an account.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION public_releases_now()
RETURNS TABLE(slug text, sha256 text, at timestamptz, about jsonb, files jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.slug, d.published_sha256, p.at, p.about,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('format', f.format, 'language', f.language, 'size',
                length(f.bytes), 'sha256', f.sha256) ORDER BY f.format, f.language), '[]')
            FROM report_files f
           WHERE f.report_id = p.report_id AND f.version = d.version)
    FROM public_releases p
    JOIN reports r ON r.id = p.report_id AND r.state = 'frozen'
    JOIN LATERAL (SELECT d.version, d.published, d.published_sha256
                    FROM report_documents d
                   WHERE d.report_id = p.report_id
                   ORDER BY d.version DESC LIMIT 1) d ON true
   WHERE p.live
   ORDER BY r.period_until DESC, r.period_from, p.slug LIMIT 60
$$;
REVOKE EXECUTE ON FUNCTION public_releases_now FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public_releases_now TO mawa_app;
RESET ROLE;
