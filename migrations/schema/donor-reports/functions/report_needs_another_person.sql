-- Trigger of report_states: whoever began the report, computed its present figures or wrote in it does
-- not approve it. 23514 report_needs_another_person.
CREATE OR REPLACE FUNCTION report_needs_another_person() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.to_state = 'approved'
      AND (EXISTS (SELECT 1 FROM reports r WHERE r.id = NEW.report_id AND r.created_by = NEW."by")
           OR EXISTS (
               SELECT 1
                 FROM report_narratives n
                WHERE n.report_id = NEW.report_id AND n.written_by = NEW."by")
           OR NEW."by" = (
               SELECT s."by"
                 FROM report_states s
                WHERE s.report_id = NEW.report_id AND s.to_state = 'drafted'
                ORDER BY s.id DESC
                LIMIT 1)) THEN
    RAISE EXCEPTION 'who made a report does not approve it'
      USING ERRCODE = '23514', CONSTRAINT = 'report_needs_another_person';
  END IF;
  RETURN NEW;
END
$$;
