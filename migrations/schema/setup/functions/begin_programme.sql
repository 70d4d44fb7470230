-- Writes the settings of the programme that the first set-up asks for, by their keys, before there is an account. For
-- system users alone (42501); later changes are proposals (setting_is_decided).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION begin_programme(p_settings jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_is_system() OR EXISTS (SELECT 1 FROM users WHERE NOT system) THEN
    RAISE EXCEPTION 'the programme is named on the server, before its first account' USING ERRCODE = '42501';
  END IF;
  INSERT INTO settings (key, valid_from, value, source, set_by)
  SELECT d.key, mawa_now(), p_settings -> d.key, 'first set-up', mawa_actor()
    FROM setting_definitions d WHERE d.area = 'programme' AND p_settings ? d.key;
END
$$;
REVOKE EXECUTE ON FUNCTION begin_programme FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_programme TO mawa_app;
RESET ROLE;
