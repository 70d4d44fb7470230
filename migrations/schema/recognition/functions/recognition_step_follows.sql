-- Trigger on recognition_steps: an assessment closes its tasks, and the end of the procedure ends the access of its
-- assessors.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_step_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.from_state IN ('portfolio_submitted', 'gap_training', 'appealed')
      OR NEW.to_state IN ('not_eligible', 'certified_full', 'certified_partial', 'closed', 'withdrawn') THEN
    UPDATE tasks
       SET done_at = mawa_now(), done_by = mawa_somebody()
     WHERE kind = 'recognition_assess' AND subject_id = NEW.procedure_id AND done_at IS NULL;
  END IF;
  IF NEW.to_state IN ('not_eligible', 'certified_full', 'certified_partial', 'closed', 'withdrawn') THEN
    UPDATE case_access
       SET until_at = mawa_now()
     WHERE reason = 'assessor' AND source_id = NEW.procedure_id AND until_at > mawa_now();
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_step_follows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_step_follows TO mawa_owner;
RESET ROLE;
