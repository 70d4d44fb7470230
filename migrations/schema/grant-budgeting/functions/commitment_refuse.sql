-- Raises 23514 with the given constraint name, for commitment_steps_forward.
CREATE FUNCTION commitment_refuse(p_constraint text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'this step is refused: %', p_constraint
    USING ERRCODE = '23514', CONSTRAINT = p_constraint;
END
$$;
