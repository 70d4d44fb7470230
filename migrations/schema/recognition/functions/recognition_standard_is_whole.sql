-- Deferred trigger of standards and units: all announced units are there, at least one required. 23514
-- recognition_standard_is_whole.
CREATE OR REPLACE FUNCTION recognition_standard_is_whole() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_id uuid := to_jsonb(NEW) ->> CASE TG_TABLE_NAME
                                   WHEN 'recognition_units' THEN 'standard_id'
                                   ELSE 'id'
                                 END;
BEGIN
  IF NOT EXISTS (
      SELECT 1
        FROM recognition_standards s
       WHERE s.id = v_id
         AND s.unit_count = (SELECT count(*) FROM recognition_units u WHERE u.standard_id = s.id)
         AND EXISTS (SELECT 1 FROM recognition_units u WHERE u.standard_id = s.id AND u.required)) THEN
    RAISE EXCEPTION 'its units are written with it'
      USING ERRCODE = '23514', CONSTRAINT = 'recognition_standard_is_whole';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_standard_is_whole FROM PUBLIC;
