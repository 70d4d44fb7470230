-- Trigger on settings: thresholds of disclosure are set by programme officers in their own name (42501) and
-- from now on (23514 settings_threshold_ahead).
CREATE FUNCTION threshold_is_set() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT mawa_has_role('programme_officer') OR NEW.set_by IS DISTINCT FROM mawa_actor() THEN
    RAISE EXCEPTION 'programme officers say what protects people' USING ERRCODE = '42501';
  END IF;
  -- What was published under a threshold was published under it.
  IF NEW.valid_from < mawa_now() THEN
    RAISE EXCEPTION 'a threshold holds from now on'
      USING ERRCODE = '23514', CONSTRAINT = 'settings_threshold_ahead';
  END IF;
  RETURN NEW;
END
$$;
