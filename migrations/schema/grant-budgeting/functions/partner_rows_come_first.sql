-- Trigger of partner_paper_rows: rows are written before the first step of the submission, and those of a
-- report name a month of it. 23514: partner_step_in_turn, partner_month_of_the_report.
CREATE OR REPLACE FUNCTION partner_rows_come_first() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  p partner_papers;
BEGIN
  SELECT * INTO p FROM partner_papers WHERE id = NEW.paper_id;
  IF (SELECT state FROM partner_paper_states WHERE paper_id = p.id FOR UPDATE) <> 'new' THEN
    PERFORM refuse('partner_step_in_turn');
  END IF;
  IF (p.kind = 'report') <> (NEW.month IS NOT NULL)
      OR NEW.month NOT BETWEEN p.from_month AND p.until_month THEN
    PERFORM refuse('partner_month_of_the_report');
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION partner_rows_come_first FROM PUBLIC;
