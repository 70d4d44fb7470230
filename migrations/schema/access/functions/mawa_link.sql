-- The digest of the link whose holder this transaction serves, null if none: the setting mawa.link, set by
-- the application for pages without an account.
CREATE OR REPLACE FUNCTION mawa_link() RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT decode(nullif(current_setting('mawa.link', true), ''), 'hex')
$$;
