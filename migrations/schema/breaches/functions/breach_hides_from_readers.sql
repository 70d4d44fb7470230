-- Trigger of breaches: one is hidden from those who decide on breaches whom its reporter names, and, where it was reported
-- from an alarm on unusual reading, from whom the alarm is about. 23514: breach_hidden_from_deciders, for anybody else.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION breach_hides_from_readers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM unnest(NEW.hidden_from) h WHERE NOT decides_on_breaches(h)) THEN
    RAISE EXCEPTION 'hidden from somebody who does not decide' USING ERRCODE = '23514', CONSTRAINT = 'breach_hidden_from_deciders';
  END IF;
  NEW.hidden_from := ARRAY(
    SELECT unnest(NEW.hidden_from)
     UNION
    SELECT unnest(array_remove(a.reader_ids || a.user_id, NULL)) FROM reading_alarms a WHERE a.id = NEW.alarm_id);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION breach_hides_from_readers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION breach_hides_from_readers TO mawa_owner;
RESET ROLE;
