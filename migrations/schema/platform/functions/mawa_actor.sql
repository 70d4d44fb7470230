-- Id of the acting user: the setting mawa.actor, set by the application at the beginning of the transaction; null if
-- none.
CREATE OR REPLACE FUNCTION mawa_actor() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('mawa.actor', true), '')::uuid
$$;
