-- Trigger on form_versions: an approved version adds its questions to form_fields; one whose kind differs
-- from before is refused. 23514 form_fields_stay.
CREATE OR REPLACE FUNCTION form_fields_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM jsonb_path_query(NEW.definition, '$.sections[*].questions[*]') q
      JOIN form_fields f ON f.form_key = NEW.form_key AND f.field = q->>'id' AND f.kind <> q->>'kind') THEN
    RAISE EXCEPTION 'a field was something else before'
      USING ERRCODE = '23514', CONSTRAINT = 'form_fields_stay';
  END IF;
  INSERT INTO form_fields (form_key, field, kind, coded, since_version)
  SELECT NEW.form_key, q->>'id', q->>'kind', coalesce((q->>'fact')::boolean, false), NEW.version
    FROM jsonb_path_query(NEW.definition, '$.sections[*].questions[*]') q
  ON CONFLICT (form_key, field) DO UPDATE SET coded = true WHERE NOT form_fields.coded AND excluded.coded;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION form_fields_follow FROM PUBLIC;
