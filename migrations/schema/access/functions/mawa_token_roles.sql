-- The roles that the scope of the present token needs, which alone count (mawa_has_role); null without a token.
CREATE OR REPLACE FUNCTION mawa_token_roles() RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('mawa.token_roles', true), '')::text[]
$$;
