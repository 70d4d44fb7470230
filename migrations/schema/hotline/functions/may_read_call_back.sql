-- Whether the actor sees this call to be made back. Runs with the rights of whoever asks.
CREATE OR REPLACE FUNCTION may_read_call_back(p_call_back uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM call_backs b WHERE b.id = p_call_back);
END
$$;
