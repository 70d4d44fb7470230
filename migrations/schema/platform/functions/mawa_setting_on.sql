-- The value of a setting that held at the end of a day: deadlines and figures of the past keep theirs when the
-- setting changes. Null without a day, and where it was never set.
CREATE OR REPLACE FUNCTION mawa_setting_on(p_key text, p_day date) RETURNS jsonb
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT s.value FROM settings s WHERE s.key = p_key AND s.valid_from < mawa_day_begins(p_day + 1)
             AND NOT s.cancelled
           ORDER BY s.valid_from DESC LIMIT 1);
END
$$;
GRANT EXECUTE ON FUNCTION mawa_setting_on TO mawa_app, mawa_figures, mawa_gate;
GRANT EXECUTE ON FUNCTION mawa_day_begins TO mawa_app, mawa_figures, mawa_gate;
