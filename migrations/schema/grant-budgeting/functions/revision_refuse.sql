-- Raises 23514 with the given constraint name, for the triggers of revisions.
CREATE FUNCTION revision_refuse(p_constraint text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'this is refused: %', p_constraint USING ERRCODE = '23514', CONSTRAINT = p_constraint;
END
$$;
