-- Rows changed that actor_reach() is computed from: the rest of this transaction computes it anew.
CREATE OR REPLACE FUNCTION reset_reach() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('mawa.reach', '', true);
  RETURN NULL;
END
$$;
