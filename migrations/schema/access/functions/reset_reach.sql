-- Trigger on tables that actor_reach() reads: discards its cached value, so that the rest of the transaction computes
-- it again.
CREATE OR REPLACE FUNCTION reset_reach() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('mawa.reach', '', true);
  RETURN NULL;
END
$$;
