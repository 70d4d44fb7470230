-- Trigger of work_vettings, under the lock of the employer: in order of days; a refusal is lifted, and a look
-- after a sign taken, by another person; `redo` is written by trigger alone. 23514:
-- work_vetting_has_happened, work_vetting_in_order, work_vetting_by_a_second, work_vetting_redone_by_a_sign.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION work_vetting_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_last work_vettings;
  v_accepted_by uuid;
BEGIN
  -- Whoever places somebody and whoever strikes the employer wait for each other.
  PERFORM 1 FROM work_employers WHERE id = NEW.employer_id FOR NO KEY UPDATE;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not looked at yet' USING ERRCODE = '23514', CONSTRAINT = 'work_vetting_has_happened';
  END IF;
  SELECT * INTO v_last FROM work_vettings WHERE employer_id = NEW.employer_id ORDER BY place DESC LIMIT 1;
  IF NEW.on_day < v_last.on_day THEN
    RAISE EXCEPTION 'before the last look' USING ERRCODE = '23514', CONSTRAINT = 'work_vetting_in_order';
  END IF;
  IF NEW.result IN ('accepted', 'conditions') THEN
    SELECT v.by INTO v_accepted_by
      FROM work_vettings v
     WHERE v.employer_id = NEW.employer_id AND v.result IN ('accepted', 'conditions')
     ORDER BY v.place DESC LIMIT 1;
    -- Who refused does not lift it; who had accepted does not look a second time at what went wrong.
    IF (mawa_actor()
          = CASE
              WHEN v_last.result IN ('refused', 'struck') THEN v_last."by"
              WHEN v_last.result = 'redo' THEN v_accepted_by
            END) THEN
      RAISE EXCEPTION 'somebody else looks again'
        USING ERRCODE = '23514', CONSTRAINT = 'work_vetting_by_a_second';
    END IF;
  ELSIF NEW.result = 'redo' AND pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'a sign does that'
      USING ERRCODE = '23514', CONSTRAINT = 'work_vetting_redone_by_a_sign';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION work_vetting_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_vetting_is_lawful TO mawa_owner;
RESET ROLE;
