-- Trigger of recognition_procedures: of an open case, by the last edition of the standard. 23514:
-- recognition_of_an_open_case, recognition_of_the_last_edition.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_procedure_begins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF mawa_closed_on(NEW.case_id) IS NOT NULL THEN
    RAISE EXCEPTION 'this case is closed'
      USING ERRCODE = '23514', CONSTRAINT = 'recognition_of_an_open_case';
  END IF;
  IF EXISTS (
      SELECT 1
        FROM recognition_standards s
        JOIN recognition_standards n ON n.root_id = s.root_id AND n.edition > s.edition
       WHERE s.id = NEW.standard_id) THEN
    RAISE EXCEPTION 'there is a later edition'
      USING ERRCODE = '23514', CONSTRAINT = 'recognition_of_the_last_edition';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_procedure_begins FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_procedure_begins TO mawa_owner;
RESET ROLE;
