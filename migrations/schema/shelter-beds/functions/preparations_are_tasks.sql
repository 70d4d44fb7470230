-- Trigger on bed_preparations: a task for the managers and the staff of the shelter while a bed of it is to be
-- prepared, closed with the last of them.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION preparations_are_tasks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- One after another: of two that end at once, the second sees the first.
  PERFORM pg_advisory_xact_lock(hashtextextended('bed_to_prepare ' || NEW.shelter_id, 0));
  IF NEW.ended_at IS NULL THEN
    UPDATE tasks SET due_at = greatest(due_at, NEW.until_at)
     WHERE kind = 'bed_to_prepare' AND subject_id = NEW.shelter_id AND done_at IS NULL;
    INSERT INTO tasks (kind, subject_id, for_role, due_at)
    SELECT 'bed_to_prepare', NEW.shelter_id, r.role, NEW.until_at
      FROM (VALUES ('shelter_manager'), ('shelter_staff')) AS r (role)
    ON CONFLICT DO NOTHING;
  ELSIF NOT EXISTS (
    SELECT FROM bed_preparations p WHERE p.shelter_id = NEW.shelter_id AND p.ended_at IS NULL) THEN
    UPDATE tasks SET done_at = mawa_now(), done_by = NEW.ended_by,
           ended_by = CASE NEW.outcome WHEN 'lapsed' THEN 'time_over' ELSE 'its_act' END
     WHERE kind = 'bed_to_prepare' AND subject_id = NEW.shelter_id AND done_at IS NULL;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION preparations_are_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION preparations_are_tasks TO mawa_owner;
RESET ROLE;
