-- Whether the actor acts through a token that only reads.
CREATE OR REPLACE FUNCTION mawa_token_reads_only() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('mawa.token_reads_only', true), '') = 'on'
$$;
