-- The instant of this transaction: the setting mawa.now, from the application's clock. Raises where it is not
-- set: SQL never asks the server what time it is.
CREATE OR REPLACE FUNCTION mawa_now() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT current_setting('mawa.now')::timestamptz
$$;
