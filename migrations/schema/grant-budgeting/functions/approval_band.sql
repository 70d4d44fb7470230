-- The approval band of an amount (in the currency of the grant) on a day; NULL where none is defined.
CREATE OR REPLACE FUNCTION approval_band(p_amount numeric, p_day date) RETURNS approval_bands
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    SELECT b
      FROM approval_bands b
     WHERE b.valid_from = (SELECT max(valid_from) FROM approval_bands WHERE valid_from <= p_day AND NOT cancelled)
       AND NOT b.cancelled
       AND b.above < p_amount
     ORDER BY b.above DESC LIMIT 1);
END
$$;
