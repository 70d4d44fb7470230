-- Trigger on services: given_on is not after the day on which the case was closed. 23514
-- service_before_the_closing.
CREATE OR REPLACE FUNCTION service_before_the_closing() RETURNS trigger
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF NEW.given_on > mawa_closed_on(NEW.case_id) THEN
    RAISE EXCEPTION 'this case was closed before'
      USING ERRCODE = '23514', CONSTRAINT = 'service_before_the_closing';
  END IF;
  RETURN NEW;
END
$$;
