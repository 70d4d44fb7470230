-- Raises 23514 with the name of a rule, as a constraint would; the application translates the name to a message.
CREATE OR REPLACE FUNCTION refuse(p_rule text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'this is refused: %', p_rule USING ERRCODE = '23514', CONSTRAINT = p_rule;
END
$$;
