-- Trigger of indicator_value_reviews: not by who wrote the number. 23514 indicator_somebody_else_looks.
CREATE OR REPLACE FUNCTION indicator_review_by_another() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM indicator_values v WHERE v.id = NEW.value_id AND v."by" = NEW."by") THEN
    PERFORM refuse('indicator_somebody_else_looks');
  END IF;
  RETURN NEW;
END
$$;
