-- Raises 42501 if the actor uses an access token: first statement of functions that programs may not call, whatever the
-- scope of their token.
CREATE OR REPLACE FUNCTION mawa_acts_in_person() RETURNS void
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF mawa_token() IS NOT NULL THEN
    RAISE EXCEPTION 'no token does this' USING ERRCODE = '42501';
  END IF;
END
$$;
