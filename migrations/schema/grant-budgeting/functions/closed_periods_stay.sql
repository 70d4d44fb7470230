-- Trigger of closed_periods: a closed period is not opened again. 23514 closed_periods_stay.
CREATE OR REPLACE FUNCTION closed_periods_stay() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a closed period is not opened again'
    USING ERRCODE = '23514', CONSTRAINT = 'closed_periods_stay';
END
$$;
