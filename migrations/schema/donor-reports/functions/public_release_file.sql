-- A file of a release in force, for the public page without an account.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION public_release_file(p_slug text, p_format text, p_language text)
RETURNS TABLE(bytes bytea, sha256 text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.bytes, f.sha256
    FROM public_releases p
    JOIN reports r ON r.id = p.report_id AND r.state = 'frozen'
    JOIN LATERAL (SELECT d.version, d.published, d.published_sha256
                    FROM report_documents d
                   WHERE d.report_id = p.report_id
                   ORDER BY d.version DESC LIMIT 1) d ON true
    JOIN report_files f
        ON f.report_id = p.report_id
         AND f.version = d.version
         AND f.format = p_format
         AND f.language = p_language
   WHERE p.live AND p.slug = p_slug
$$;
REVOKE EXECUTE ON FUNCTION public_release_file FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public_release_file TO mawa_app;
RESET ROLE;
