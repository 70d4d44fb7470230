-- The digest of the complaint's number that this transaction holds, null if none: the setting mawa.number,
-- set by the application for the form without an account.
CREATE OR REPLACE FUNCTION mawa_number() RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT decode(nullif(current_setting('mawa.number', true), ''), 'hex')
$$;
