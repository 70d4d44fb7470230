-- Raises 42501 through a token: first line of functions that no program may ask, whatever the scope of its token.
CREATE OR REPLACE FUNCTION mawa_acts_in_person() RETURNS void
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF mawa_token() IS NOT NULL THEN
    RAISE EXCEPTION 'no token does this' USING ERRCODE = '42501';
  END IF;
END
$$;
