CREATE FUNCTION mawa_setting(p_key text) RETURNS jsonb
LANGUAGE sql STABLE AS $$
SELECT value FROM settings WHERE key = p_key AND valid_from <= mawa_now()
              ORDER BY valid_from DESC LIMIT 1
$$;
