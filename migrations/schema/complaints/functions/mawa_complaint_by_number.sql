-- The complaint whose number this transaction holds; null if none.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION mawa_complaint_by_number() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT id FROM complaints WHERE code_digest = mawa_number());
END
$$;
REVOKE EXECUTE ON FUNCTION mawa_complaint_by_number FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_complaint_by_number TO mawa_app;
RESET ROLE;
