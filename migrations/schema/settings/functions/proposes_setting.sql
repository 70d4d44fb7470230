-- Whether the actor has a role that proposes changes of this setting.
CREATE OR REPLACE FUNCTION proposes_setting(p_key text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN mawa_has_role(VARIADIC (SELECT d.proposed_by FROM setting_definitions d WHERE d.key = p_key));
END
$$;
GRANT EXECUTE ON FUNCTION proposes_setting TO mawa_app;
