-- Name to display: the entry of names in the language of the page (setting mawa.language), otherwise p_name. Programs,
-- jobs, exports and reports have no page language and always get p_name. For display only, never for a decision.
CREATE OR REPLACE FUNCTION localized_name(p_name text, p_names jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(p_names ->> nullif(current_setting('mawa.language', true), ''), p_name)
$$;
