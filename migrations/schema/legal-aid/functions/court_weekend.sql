-- Whether a day is one of the weekdays on which no court sits (setting court_closed_weekdays, 0 = Sunday).
CREATE OR REPLACE FUNCTION court_weekend(p_day date) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce(mawa_setting('court_closed_weekdays'), '[]') @> to_jsonb(extract(dow FROM p_day)::int);
END
$$;
GRANT EXECUTE ON FUNCTION court_weekend TO mawa_app, mawa_gate;
