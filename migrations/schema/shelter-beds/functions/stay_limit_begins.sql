-- Trigger on shelters: a shelter entered with maximum_stay_nights gets its first row of shelter_stay_limits.
CREATE OR REPLACE FUNCTION stay_limit_begins() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO shelter_stay_limits (shelter_id, valid, nights, by)
  VALUES (NEW.id, '[2000-01-01,)', NEW.maximum_stay_nights, mawa_actor());
  RETURN NULL;
END
$$;
