SET LOCAL ROLE mawa_gate;
CREATE FUNCTION return_surveys_follow_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE return_surveys SET answers = NULL WHERE case_id = OLD.id AND answers IS NOT NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_surveys_follow_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_surveys_follow_erasure TO mawa_owner;
RESET ROLE;
