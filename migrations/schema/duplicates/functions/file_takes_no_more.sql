-- Trigger on tables of case data: nothing new is written in a file that was joined to another. 23514
-- file_was_joined.
CREATE OR REPLACE FUNCTION file_takes_no_more() RETURNS trigger
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND merged_into IS NOT NULL) THEN
    RAISE EXCEPTION 'this file was joined to another' USING ERRCODE = '23514', CONSTRAINT = 'file_was_joined';
  END IF;
  RETURN NEW;
END
$$;
