-- Raises 42501 if the transaction has an actor: for functions that are called only during sign-in.
CREATE OR REPLACE FUNCTION mawa_nobody_acts() RETURNS void
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF coalesce(mawa_actor(), '00000000-0000-4000-8000-000000000000')
     <> '00000000-0000-4000-8000-000000000000' THEN
    RAISE EXCEPTION 'asked before anybody is signed in, and not after' USING ERRCODE = '42501';
  END IF;
END
$$;
