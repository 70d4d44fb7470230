-- All files of the people that these files belong to, as one array; null in, null out.
CREATE OR REPLACE FUNCTION mawa_files_of(p_cases uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN CASE
    WHEN p_cases IS NOT NULL THEN ARRAY(SELECT DISTINCT f FROM unnest(p_cases) s, mawa_files(s) f)
  END;
END
$$;
