-- Trigger on case_links: neither file of a new link was joined to another. 23514 file_was_joined.
CREATE OR REPLACE FUNCTION case_links_take_no_more() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cases WHERE id IN (NEW.from_case, NEW.to_case) AND merged_into IS NOT NULL) THEN
    RAISE EXCEPTION 'this file was joined to another' USING ERRCODE = '23514', CONSTRAINT = 'file_was_joined';
  END IF;
  RETURN NEW;
END
$$;
