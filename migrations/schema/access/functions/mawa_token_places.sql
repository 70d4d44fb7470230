-- The shelters and organisations through whose membership alone the present token reaches cases; null: all of the actor's.
CREATE OR REPLACE FUNCTION mawa_token_places() RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('mawa.token_places', true), '')::uuid[]
$$;
