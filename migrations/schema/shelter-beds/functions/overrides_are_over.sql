-- Trigger on booking_people: closes tasks about set-aside rules once the booking is over.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION overrides_are_over() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor(),
         ended_by = CASE OLD.state WHEN 'stay' THEN 'bed_left' ELSE 'booking_ended' END
   WHERE kind IN ('override_asked', 'override_ends') AND subject_id = NEW.booking_id AND done_at IS NULL;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION overrides_are_over FROM PUBLIC;
GRANT EXECUTE ON FUNCTION overrides_are_over TO mawa_owner;
RESET ROLE;
