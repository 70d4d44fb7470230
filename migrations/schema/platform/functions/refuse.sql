-- Refuses what a trigger was asked to let through: 23514 under the name of a rule, by which the application finds
-- the sentence for it, as it does for a constraint of a table.
CREATE OR REPLACE FUNCTION refuse(p_rule text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'this is refused: %', p_rule USING ERRCODE = '23514', CONSTRAINT = p_rule;
END
$$;
