-- Whence the actor acts in this transaction: page, api, token, command, job or system; null: it was not said.
CREATE OR REPLACE FUNCTION mawa_origin() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('mawa.origin', true), '')
$$;
