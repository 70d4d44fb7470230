-- Trigger on complaints: fills about_readers, redirected_at, late_since and taken_over_at, which the
-- application cannot set; refuses to make a grave complaint harmless (23514 complaint_stays_grave) or to put
-- a deadline off (23514 complaint_is_not_put_off).
CREATE OR REPLACE FUNCTION complaint_keeps_its_word() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW.about_readers := NEW.about IS NOT DISTINCT FROM 'focal_point';
  IF TG_OP = 'INSERT' THEN
    NEW.redirected_at := NULL;
    NEW.late_since := NULL;
    NEW.taken_over_at := NULL;
    RETURN NEW;
  END IF;
  NEW.about_readers := NEW.about_readers OR OLD.about_readers;
  IF (NEW.about, NEW.region, NEW.shelter_id) IS DISTINCT FROM (OLD.about, OLD.region, OLD.shelter_id) THEN
    NEW.redirected_at := mawa_now();
  END IF;
  -- Answering what lies late does not make it have been in time.
  IF NEW.due_at IS DISTINCT FROM OLD.due_at THEN
    NEW.late_since := coalesce(OLD.late_since, CASE WHEN OLD.due_at < mawa_now() THEN OLD.due_at END);
  END IF;
  IF OLD.handler_id <> NEW.handler_id THEN NEW.taken_over_at := mawa_now(); END IF;
  IF OLD.safeguarding AND NOT NEW.safeguarding THEN
    RAISE EXCEPTION 'grave once, grave for good'
      USING ERRCODE = '23514', CONSTRAINT = 'complaint_stays_grave';
  END IF;
  IF NEW.acknowledge_by > OLD.acknowledge_by
     OR NEW.answer_by > OLD.answer_by
     OR (NEW.stage = OLD.stage
         AND (NEW.due_at > OLD.due_at OR (NEW.due_at IS NULL) <> (OLD.due_at IS NULL))) THEN
    RAISE EXCEPTION 'what was promised is not put off'
      USING ERRCODE = '23514', CONSTRAINT = 'complaint_is_not_put_off';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION complaint_keeps_its_word FROM PUBLIC;
