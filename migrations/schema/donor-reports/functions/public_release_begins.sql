-- Trigger of public_releases: a frozen report, each language of which was protected for the public; fills in
-- slug and title. 23514: public_releases_frozen, public_releases_for_all.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION public_release_begins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_published jsonb;
BEGIN
  IF (SELECT state FROM reports WHERE id = NEW.report_id) IS DISTINCT FROM 'frozen' THEN
    RAISE EXCEPTION 'only a frozen report is released'
      USING ERRCODE = '23514', CONSTRAINT = 'public_releases_frozen';
  END IF;
  SELECT published INTO v_published
    FROM report_documents
   WHERE report_id = NEW.report_id
   ORDER BY version DESC LIMIT 1;
  IF EXISTS (
      SELECT 1
        FROM jsonb_each(v_published) AS l (code, body)
       WHERE l.body #>> '{disclosure,audience}' IS DISTINCT FROM 'public') THEN
    RAISE EXCEPTION 'its figures were protected for other readers'
      USING ERRCODE = '23514', CONSTRAINT = 'public_releases_for_all';
  END IF;
  NEW.slug := (SELECT l.body #>> '{meta,key}'
                 FROM jsonb_each(v_published) AS l (code, body)
                ORDER BY l.code LIMIT 1);
  NEW.about := (SELECT jsonb_object_agg(l.code,
                  jsonb_build_object('title', l.body #>> '{meta,title}',
                    'period', l.body #>> '{meta,period,label}'))
                  FROM jsonb_each(v_published) AS l (code, body));
  NEW.live := true;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION public_release_begins FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public_release_begins TO mawa_owner;
RESET ROLE;
