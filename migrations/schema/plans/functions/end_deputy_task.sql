-- Trigger on deputies: once a deputy is confirmed, or ended, the administrators' task about it is done.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION end_deputy_task() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
   WHERE kind = 'deputy_waits' AND subject_id = NEW.id AND done_at IS NULL;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION end_deputy_task FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_deputy_task TO mawa_owner;
RESET ROLE;
