-- Trigger on share_notices: closes the task to tell the partner.
SET LOCAL ROLE mawa_gate;
CREATE FUNCTION partner_was_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE tasks SET done_at = NEW.told_at, done_by = NEW.told_by
   WHERE kind = 'tell_partner' AND subject_id = NEW.share_id AND done_at IS NULL;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION partner_was_told FROM PUBLIC;
GRANT EXECUTE ON FUNCTION partner_was_told TO mawa_owner;
RESET ROLE;
