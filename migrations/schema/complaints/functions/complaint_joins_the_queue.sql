-- Trigger on complaints: when complaint_tasks_per_hour came within the hour, a new one not taken by phone is
-- marked as queued.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION complaint_joins_the_queue() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.queued := NEW.way <> 'phone'
    AND (SELECT count(*) FROM complaints c WHERE c.received_at > mawa_now() - interval '1 hour')
      >= mawa_setting('complaint_tasks_per_hour')::int;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION complaint_joins_the_queue FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaint_joins_the_queue TO mawa_owner;
RESET ROLE;
