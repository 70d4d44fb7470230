-- Trigger of survey_weightings: an update is the one approval, in the actor's name and at this instant. 23514
-- survey_weights_never_change.
CREATE OR REPLACE FUNCTION survey_weighting_is_approved_once() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.approved_at IS NOT NULL
      OR NEW.approved_by IS DISTINCT FROM mawa_actor()
      OR NEW.approved_at IS DISTINCT FROM mawa_now() THEN
    RAISE EXCEPTION 'approved once, by who does it'
      USING ERRCODE = '23514', CONSTRAINT = 'survey_weights_never_change';
  END IF;
  RETURN NEW;
END
$$;
