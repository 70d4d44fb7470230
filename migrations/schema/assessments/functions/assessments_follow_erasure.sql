SET LOCAL ROLE mawa_gate;
CREATE FUNCTION assessments_follow_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM assessment_answers WHERE case_id = OLD.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION assessments_follow_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION assessments_follow_erasure TO mawa_owner;
RESET ROLE;
