-- Trigger of breaches: one that was reported from an alarm on unusual reading is hidden from whom the alarm is about.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION breach_hides_from_readers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT array_remove(a.reader_ids || a.user_id, NULL) INTO NEW.hidden_from
    FROM reading_alarms a WHERE a.id = NEW.alarm_id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION breach_hides_from_readers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION breach_hides_from_readers TO mawa_owner;
RESET ROLE;
