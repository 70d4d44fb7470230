-- Rows changed that actor_reach() is computed from: the rest of this transaction computes it anew.
CREATE FUNCTION reach_is_computed_again() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('mawa.reach', '', true);
  RETURN NULL;
END
$$;
