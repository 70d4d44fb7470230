-- The digest of the browser whose form drafts this transaction reads, null if none: the setting
-- mawa.form_holder, set by the application.
CREATE OR REPLACE FUNCTION mawa_form_holder() RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT decode(nullif(current_setting('mawa.form_holder', true), ''), 'hex')
$$;
