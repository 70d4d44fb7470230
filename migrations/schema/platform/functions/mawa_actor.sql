-- Who acts in this transaction: the setting mawa.actor, set by the application at its beginning; null if
-- none.
CREATE OR REPLACE FUNCTION mawa_actor() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('mawa.actor', true), '')::uuid
$$;
