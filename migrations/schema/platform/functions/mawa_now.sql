-- Instant of this transaction: the setting mawa.now, set from the application's clock. Raises if it is not set. SQL
-- never reads the clock of the server.
CREATE OR REPLACE FUNCTION mawa_now() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT current_setting('mawa.now')::timestamptz
$$;
