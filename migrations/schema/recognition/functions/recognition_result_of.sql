-- The result of a unit that counts, the last one; NULL where there is none.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_result_of(p_procedure uuid, p_unit uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT r.result
            FROM recognition_results r
           WHERE r.procedure_id = p_procedure AND r.unit_id = p_unit
           ORDER BY r.place DESC LIMIT 1);
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_result_of FROM PUBLIC;
RESET ROLE;
