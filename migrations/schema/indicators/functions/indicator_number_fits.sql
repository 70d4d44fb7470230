-- Trigger of targets and values: fits the unit (per cent up to 100, people and counts whole); a value is of
-- an indicator counted by hand and a quarter that has begun; a target that replaces one, or of a quarter that
-- is over, says why. 23514: indicators_in_hundredths, indicator_in_whole_numbers, indicator_counts_itself,
-- indicator_value_has_begun, indicator_target_moves_with_a_reason.
CREATE OR REPLACE FUNCTION indicator_number_fits() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v indicators;
  v_number numeric := coalesce((to_jsonb(NEW)->>'target')::numeric, (to_jsonb(NEW)->>'value')::numeric);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.root_id::text, 12));
  SELECT * INTO v FROM indicators WHERE root_id = NEW.root_id ORDER BY edition DESC LIMIT 1;
  IF v.unit = 'percent' AND v_number > 100 THEN
    PERFORM refuse('indicators_in_hundredths');
  END IF;
  IF v.unit IN ('people', 'count', 'nights')
      AND (v_number <> trunc(v_number)
           OR (to_jsonb(NEW)->>'women')::numeric <> trunc((to_jsonb(NEW)->>'women')::numeric)) THEN
    PERFORM refuse('indicator_in_whole_numbers');
  END IF;
  IF TG_TABLE_NAME = 'indicator_values' THEN
    IF v.measure IS NOT NULL THEN PERFORM refuse('indicator_counts_itself'); END IF;
    IF NEW.from_day > mawa_day(mawa_now()) THEN
      PERFORM refuse('indicator_value_has_begun');
    END IF;
  ELSIF (to_jsonb(NEW)->>'reason') IS NULL
      AND (EXISTS (
               SELECT 1
                 FROM indicator_targets t
                WHERE t.root_id = NEW.root_id AND t.from_day = NEW.from_day)
           OR NEW.from_day + interval '3 months' <= mawa_day(mawa_now())) THEN
    PERFORM refuse('indicator_target_moves_with_a_reason');
  END IF;
  RETURN NEW;
END
$$;
