-- The bytes of one file that a link holds, in its formats and languages, or its encrypted archive (`zip`); no
-- row where linked_report has none.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION linked_report_file(p_opening uuid, p_format text, p_language text)
RETURNS TABLE(version integer, bytes bytea, published jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.version, f.bytes, d.published -> p_language
    FROM linked_report(p_opening) k
    JOIN report_files f
        ON f.report_id = k.report_id
         AND f.version = (SELECT max(version) FROM report_files x WHERE x.report_id = f.report_id)
    JOIN report_documents d ON d.report_id = f.report_id AND d.version = f.version
   WHERE NOT k.locked
     AND f.format = p_format
     AND f.language = p_language
     AND p_format = ANY (k.formats)
     AND p_language = ANY (k.languages)
  UNION ALL
  SELECT (SELECT max(x.version) FROM report_files x WHERE x.report_id = k.report_id), l.archive, NULL
    FROM linked_report(p_opening) k JOIN report_links l ON l.id = k.link_id
   WHERE k.locked AND p_format = 'zip'
$$;
REVOKE EXECUTE ON FUNCTION linked_report_file FROM PUBLIC;
GRANT EXECUTE ON FUNCTION linked_report_file TO mawa_app;
RESET ROLE;
