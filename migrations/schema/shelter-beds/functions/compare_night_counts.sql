-- How many closed nights of this span, each shelter apart, count otherwise today than night_counts holds. For
-- system users (42501 otherwise).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION compare_night_counts(p_from date, p_until date) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'asked by the system alone' USING ERRCODE = '42501';
  END IF;
  RETURN (SELECT count(*)::int FROM night_differences(p_from, p_until, NULL));
END
$$;
REVOKE EXECUTE ON FUNCTION compare_night_counts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION compare_night_counts TO mawa_app;
RESET ROLE;
