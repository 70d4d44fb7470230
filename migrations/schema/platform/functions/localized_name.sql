-- The name that a page shows: the one of names in the language of the page (setting mawa.language), else p_name,
-- which programs, jobs, exports and reports always get. Nothing is decided by it.
CREATE OR REPLACE FUNCTION localized_name(p_name text, p_names jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(p_names ->> nullif(current_setting('mawa.language', true), ''), p_name)
$$;
