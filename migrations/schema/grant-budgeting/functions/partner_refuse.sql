-- Raises 23514 with the given constraint name, for the triggers of partners' papers and spot checks.
CREATE FUNCTION partner_refuse(p_rule text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', p_rule USING ERRCODE = '23514', CONSTRAINT = p_rule;
END
$$;
