-- Whether an organisation may read a report: it was made for it, or its counts were protected for an audience
-- that includes its kind. False for whoever does not make reports.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION report_suits(p_report uuid, p_organisation uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (mawa_is_system() OR mawa_has_role('programme_officer', 'finance_officer', 'auditor'))
      AND EXISTS (
          SELECT 1
            FROM reports r JOIN organisations o ON o.id = p_organisation AND o.active
           WHERE r.id = p_report
             AND (r.audience_id = o.id OR EXISTS (
                 SELECT 1
                   FROM report_audiences a
                  WHERE a.organisation_kind = o.kind
                    AND a.audience = (
                        SELECT l.body #>> '{disclosure,audience}'
                          FROM report_documents d, jsonb_each(d.published) AS l (code, body)
                         WHERE d.report_id = r.id
                         ORDER BY d.version DESC, l.code LIMIT 1))));
END
$$;
REVOKE EXECUTE ON FUNCTION report_suits FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_suits TO mawa_app;
RESET ROLE;
