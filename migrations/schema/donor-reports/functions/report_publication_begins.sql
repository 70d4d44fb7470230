-- Trigger of report_publications: a frozen report whose counts were protected for such readers; fills in the
-- title. 23514: report_publications_frozen, report_publications_suit.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION report_publication_begins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT state FROM reports WHERE id = NEW.report_id) IS DISTINCT FROM 'frozen' THEN
    RAISE EXCEPTION 'only a frozen report is published'
      USING ERRCODE = '23514', CONSTRAINT = 'report_publications_frozen';
  END IF;
  IF NOT report_suits(NEW.report_id, NEW.organisation_id) THEN
    RAISE EXCEPTION 'its figures were protected for other readers'
      USING ERRCODE = '23514', CONSTRAINT = 'report_publications_suit';
  END IF;
  NEW.about := (SELECT jsonb_object_agg(l.code,
                  jsonb_build_object('title', l.body #>> '{meta,title}',
                    'period', l.body #>> '{meta,period,label}'))
                  FROM (SELECT published
                          FROM report_documents
                         WHERE report_id = NEW.report_id
                         ORDER BY version DESC LIMIT 1) d, jsonb_each(d.published) AS l (code, body));
  NEW.live := true;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION report_publication_begins FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_publication_begins TO mawa_owner;
RESET ROLE;
