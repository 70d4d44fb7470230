-- Trigger on intakes: the application saves an open intake only, with `revision` one higher, so that the
-- second of two devices is refused. 23514 intakes_saved_one_after_another.
CREATE OR REPLACE FUNCTION intakes_saved_one_after_another() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'mawa_app' AND (OLD.ended_at IS NOT NULL OR NEW.revision <> OLD.revision + 1) THEN
    RAISE EXCEPTION 'an intake is saved by one revision at a time, while it is open'
      USING ERRCODE = '23514', CONSTRAINT = 'intakes_saved_one_after_another';
  END IF;
  RETURN NEW;
END
$$;
