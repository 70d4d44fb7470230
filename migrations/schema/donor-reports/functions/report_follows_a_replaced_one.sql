-- Trigger of reports: a new report replaces the last superseded one of the same kind, grant, period and
-- subject.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION report_follows_a_replaced_one() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO report_replacements (old_id, new_id)
  SELECT r.id, NEW.id
    FROM reports r
   WHERE r.kind = NEW.kind
     AND r.grant_id IS NOT DISTINCT FROM NEW.grant_id
     AND r.period_from = NEW.period_from
     AND r.period_until = NEW.period_until
     AND r.subject_id IS NOT DISTINCT FROM NEW.subject_id
     AND r.state = 'superseded'
     AND r.id <> NEW.id
     AND NOT EXISTS (SELECT 1 FROM report_replacements x WHERE x.old_id = r.id)
   ORDER BY r.created_at DESC LIMIT 1;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION report_follows_a_replaced_one FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_follows_a_replaced_one TO mawa_owner;
RESET ROLE;
