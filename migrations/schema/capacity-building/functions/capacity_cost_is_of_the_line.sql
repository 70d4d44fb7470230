-- Trigger of capacity_costs: charged to the budget line of the training. 23514 capacity_cost_is_of_the_line.
CREATE OR REPLACE FUNCTION capacity_cost_is_of_the_line() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1 FROM capacity_trainings t WHERE t.id = NEW.training_id AND t.line_id = NEW.line_id) THEN
    RAISE EXCEPTION 'another line' USING ERRCODE = '23514', CONSTRAINT = 'capacity_cost_is_of_the_line';
  END IF;
  RETURN NEW;
END
$$;
