-- Trigger of recognition_standards: the first edition is its own root, another follows the last one. 23514
-- recognition_edition_follows.
CREATE OR REPLACE FUNCTION recognition_edition_follows() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.root_id = NEW.id THEN
    NEW.edition := 1;
  ELSIF NOT EXISTS (
      SELECT 1 FROM recognition_standards s WHERE s.id = NEW.root_id AND s.root_id = s.id) THEN
    RAISE EXCEPTION 'an edition of nothing'
      USING ERRCODE = '23514', CONSTRAINT = 'recognition_edition_follows';
  ELSIF NEW.edition <> 1 + (SELECT max(s.edition)
                              FROM recognition_standards s
                             WHERE s.root_id = NEW.root_id) THEN
    RAISE EXCEPTION 'another edition came between'
      USING ERRCODE = '23514', CONSTRAINT = 'recognition_edition_follows';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_edition_follows FROM PUBLIC;
