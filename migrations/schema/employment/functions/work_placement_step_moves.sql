-- Trigger of work_placement_steps: begins at the present state, is legal, in order of days, of an open case;
-- starts on the day that was checked or within a month; an end as `unsafe` needs a sign written first. 23514:
-- work_step_follows, work_step_is_legal and the names below.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION work_placement_step_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v work_placements;
BEGIN
  SELECT * INTO v
    FROM work_placements
   WHERE id = NEW.placement_id AND case_id = NEW.case_id
   FOR NO KEY UPDATE;
  IF v.state IS DISTINCT FROM NEW.from_state THEN
    RAISE EXCEPTION 'it stands elsewhere by now' USING ERRCODE = '23514', CONSTRAINT = 'work_step_follows';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM work_transitions t
       WHERE t.of_what = 'placement' AND t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
    RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'work_step_is_legal';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'a step that has not happened'
      USING ERRCODE = '23514', CONSTRAINT = 'work_step_has_happened';
  END IF;
  IF NEW.on_day < (
      SELECT max(s.on_day) FROM work_placement_steps s WHERE s.placement_id = NEW.placement_id) THEN
    RAISE EXCEPTION 'a step before the last one' USING ERRCODE = '23514', CONSTRAINT = 'work_step_in_order';
  END IF;
  IF NEW.from_state = 'new' AND mawa_closed_on(NEW.case_id) IS NOT NULL THEN
    RAISE EXCEPTION 'this case is closed' USING ERRCODE = '23514', CONSTRAINT = 'work_of_an_open_case';
  END IF;
  -- Age, wage and employer were looked at for that day.
  IF NEW.to_state = 'started' AND NEW.on_day NOT BETWEEN v.starts_on AND v.starts_on + 31 THEN
    RAISE EXCEPTION 'not the day that was looked at'
      USING ERRCODE = '23514', CONSTRAINT = 'work_starts_on_its_day';
  END IF;
  IF NEW.reason = 'unsafe'
      AND NEW.from_state = 'started'
      AND NOT EXISTS (
          SELECT 1
            FROM work_follow_ups f
           WHERE f.placement_id = v.id AND cardinality(f.signs_seen) > 0) THEN
    RAISE EXCEPTION 'the signs come first' USING ERRCODE = '23514', CONSTRAINT = 'work_unsafe_has_a_sign';
  END IF;
  UPDATE work_placements SET state = NEW.to_state WHERE id = v.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION work_placement_step_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_placement_step_moves TO mawa_owner;
RESET ROLE;
