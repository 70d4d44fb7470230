-- The document of a release in force, in one language, for the public page without an account.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION public_release_document(p_slug text, p_language text) RETURNS TABLE(document jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.published -> p_language
    FROM public_releases p
    JOIN reports r ON r.id = p.report_id AND r.state = 'frozen'
    JOIN LATERAL (SELECT d.version, d.published, d.published_sha256
                    FROM report_documents d
                   WHERE d.report_id = p.report_id
                   ORDER BY d.version DESC LIMIT 1) d ON true
   WHERE p.live AND p.slug = p_slug AND d.published ? p_language
$$;
REVOKE EXECUTE ON FUNCTION public_release_document FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public_release_document TO mawa_app;
RESET ROLE;
