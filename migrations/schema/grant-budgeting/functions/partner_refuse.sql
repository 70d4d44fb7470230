CREATE FUNCTION partner_refuse(p_rule text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', p_rule USING ERRCODE = '23514', CONSTRAINT = p_rule;
END
$$;
