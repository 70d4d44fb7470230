-- The value of a setting that is valid at the instant of the transaction; null where it was never set.
CREATE OR REPLACE FUNCTION mawa_setting(p_key text) RETURNS jsonb
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT s.value FROM settings s WHERE s.key = p_key AND s.valid_from <= mawa_now() AND NOT s.cancelled
           ORDER BY s.valid_from DESC LIMIT 1);
END
$$;
