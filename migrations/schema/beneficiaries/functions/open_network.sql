-- Makes an empty network with the actor as its first reader; for reintegration officers and case supervisors
-- (42501 otherwise). The application then writes the sealed text.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION open_network(p_network uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_has_role('reintegration_officer', 'case_supervisor') THEN
    RAISE EXCEPTION 'this actor keeps no network' USING ERRCODE = '42501';
  END IF;
  INSERT INTO networks (id, made_by) VALUES (p_network, mawa_actor());
  INSERT INTO network_readers (network_id, user_id, named_by) VALUES (p_network, mawa_actor(), mawa_actor());
END
$$;
REVOKE EXECUTE ON FUNCTION open_network FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_network TO mawa_app;
RESET ROLE;
