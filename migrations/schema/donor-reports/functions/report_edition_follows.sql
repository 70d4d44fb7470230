-- Trigger of report_definitions: an edition follows the last one of its kind; two at once take turns. 23514
-- report_edition_in_turn.
CREATE OR REPLACE FUNCTION report_edition_follows() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.kind, 13));
  IF NEW.edition
      <> 1 + coalesce((SELECT max(d.edition) FROM report_definitions d WHERE d.kind = NEW.kind), 0) THEN
    RAISE EXCEPTION 'an edition follows the last one'
      USING ERRCODE = '23514', CONSTRAINT = 'report_edition_in_turn';
  END IF;
  RETURN NEW;
END
$$;
