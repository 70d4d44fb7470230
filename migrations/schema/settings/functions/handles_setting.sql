-- Whether the actor proposes or confirms this setting; some are not read by those who read all (reads_settings).
CREATE OR REPLACE FUNCTION handles_setting(p_key text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN mawa_has_role(VARIADIC (SELECT d.proposed_by || d.confirmed_by FROM setting_definitions d WHERE d.key = p_key));
END
$$;
GRANT EXECUTE ON FUNCTION handles_setting TO mawa_app;
