-- The nights on which a bed that is to be prepared until this instant is nobody's: tonight, and those before the
-- day on which it ends.
CREATE OR REPLACE FUNCTION preparation_nights(p_until timestamptz) RETURNS daterange
LANGUAGE sql STABLE AS $$
  SELECT daterange(mawa_tonight(), greatest(mawa_tonight() + 1, mawa_day(p_until)))
$$;
