-- Trigger on share_notices: closes the task to notify the partner.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION close_partner_notice_task() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE tasks SET done_at = NEW.acknowledged_at, done_by = NEW.acknowledged_by
   WHERE kind = 'notify_partner' AND subject_id = NEW.share_id AND done_at IS NULL;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION close_partner_notice_task FROM PUBLIC;
GRANT EXECUTE ON FUNCTION close_partner_notice_task TO mawa_owner;
RESET ROLE;
