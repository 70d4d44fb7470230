-- Whether the actor sees somebody who attends this session. Runs with the rights of whoever asks.
CREATE OR REPLACE FUNCTION may_read_session(p_session uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM service_attendance a WHERE a.session_id = p_session);
END
$$;
