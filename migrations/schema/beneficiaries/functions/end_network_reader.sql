-- Takes a reader from a network, for those who keep it (42501 otherwise). 23514 networks_keep_a_reader where
-- no reader with an account in use would remain. Returns how many rows ended.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION end_network_reader(p_network uuid, p_user uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_count integer;
BEGIN
  IF NOT mawa_keeps_network(p_network) THEN
    RAISE EXCEPTION 'this actor does not keep this network' USING ERRCODE = '42501';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('network readers/' || p_network, 0));
  IF NOT EXISTS (SELECT 1 FROM network_readers r JOIN users u ON u.id = r.user_id AND u.active
       WHERE r.network_id = p_network AND r.user_id <> p_user AND r.ended_at IS NULL) THEN
    RAISE EXCEPTION 'somebody reads it' USING ERRCODE = '23514', CONSTRAINT = 'networks_keep_a_reader';
  END IF;
  UPDATE network_readers SET ended_at = mawa_now(), ended_by = mawa_actor()
   WHERE network_id = p_network AND user_id = p_user AND ended_at IS NULL;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END
$$;
REVOKE EXECUTE ON FUNCTION end_network_reader FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_network_reader TO mawa_app;
RESET ROLE;
