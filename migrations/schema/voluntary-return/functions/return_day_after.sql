-- Raises 23514 where a day lies in the future (return_after_has_happened) or before the base of the track
-- (return_after_is_after). Called by the triggers of the year after.
CREATE OR REPLACE FUNCTION return_day_after(p_base date, p_day date) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  IF p_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'return_after_has_happened';
  END IF;
  IF p_day < p_base THEN
    RAISE EXCEPTION 'before the return' USING ERRCODE = '23514', CONSTRAINT = 'return_after_is_after';
  END IF;
END
$$;
