-- Trigger of work_follow_ups: one of view work_due whose window has opened, or between two marks once the
-- work has begun. 23514: work_step_has_happened, work_follow_up_which, work_follow_up_opens.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION work_follow_up_is_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_opens date;
BEGIN
  PERFORM 1 FROM work_placements WHERE id = NEW.placement_id AND case_id = NEW.case_id FOR NO KEY UPDATE;
  IF NEW.tried_on > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'work_step_has_happened';
  END IF;
  -- What shows between two marks does not wait for one.
  SELECT CASE NEW.months
           WHEN 0 THEN min(d.base)
           ELSE min(d.opens_on) FILTER (WHERE d.months = NEW.months)
         END INTO v_opens
    FROM work_due d
   WHERE d.placement_id = NEW.placement_id;
  IF v_opens IS NULL THEN
    RAISE EXCEPTION 'no such follow-up' USING ERRCODE = '23514', CONSTRAINT = 'work_follow_up_which';
  END IF;
  IF NEW.tried_on < v_opens THEN
    RAISE EXCEPTION 'its time has not come' USING ERRCODE = '23514', CONSTRAINT = 'work_follow_up_opens';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION work_follow_up_is_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_follow_up_is_due TO mawa_owner;
RESET ROLE;
