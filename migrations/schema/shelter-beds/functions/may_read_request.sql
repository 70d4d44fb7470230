-- Whether the actor sees somebody for whom this bed was requested. Runs with the rights of whoever asks.
CREATE OR REPLACE FUNCTION may_read_request(p_request uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM request_people p WHERE p.request_id = p_request);
END
$$;
