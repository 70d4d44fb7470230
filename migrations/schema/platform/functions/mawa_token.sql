-- The id of the token through which the actor acts in this transaction; null: in person, or a job.
CREATE OR REPLACE FUNCTION mawa_token() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('mawa.token', true), '')::uuid
$$;
