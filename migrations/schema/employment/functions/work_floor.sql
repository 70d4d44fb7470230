-- The minimum wage of a kind on a day: dirhams an hour (smig) or a day (smag); NULL where none is known.
CREATE OR REPLACE FUNCTION work_floor(p_kind text, p_on date) RETURNS numeric
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    SELECT f.amount
      FROM wage_floors f
     WHERE f.kind = p_kind AND f.valid_from <= p_on
     ORDER BY f.valid_from DESC, f.place DESC LIMIT 1);
END
$$;
GRANT EXECUTE ON FUNCTION work_floor TO mawa_app, mawa_gate;
