-- Trigger of report_dispositions: counts the versions of one report. What is put away is not put away again, and
-- only what is put away is due again. 23514 report_dispositions_in_turn.
CREATE OR REPLACE FUNCTION report_disposition_follows() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_last report_dispositions;
BEGIN
  SELECT * INTO v_last
    FROM report_dispositions d
   WHERE d.kind = NEW.kind
     AND d.grant_id = NEW.grant_id
     AND d.period_from = NEW.period_from
     AND d.period_until = NEW.period_until
     AND d.subject_id IS NOT DISTINCT FROM NEW.subject_id
   ORDER BY d.version DESC
   LIMIT 1;
  IF (NEW.disposition = 'due_again') = (coalesce(v_last.disposition, 'due_again') = 'due_again') THEN
    RAISE EXCEPTION 'put away and due again take turns'
      USING ERRCODE = '23514', CONSTRAINT = 'report_dispositions_in_turn';
  END IF;
  NEW.version := coalesce(v_last.version, 0) + 1;
  RETURN NEW;
END
$$;
