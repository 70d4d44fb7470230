-- Since when this account has a second factor, for those who manage accounts; null for anybody else.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION account_second_factor_since(p_user uuid) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_manages_accounts() THEN RETURN NULL; END IF;
  RETURN (SELECT f.confirmed_at FROM second_factors f WHERE f.user_id = p_user);
END
$$;
REVOKE EXECUTE ON FUNCTION account_second_factor_since FROM PUBLIC;
GRANT EXECUTE ON FUNCTION account_second_factor_since TO mawa_app;
RESET ROLE;
