SET LOCAL ROLE mawa_gate;
CREATE FUNCTION classification_is_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE case_classification_places SET town = NULL WHERE case_id = NEW.id;
  DELETE FROM case_classifications c WHERE c.case_id = NEW.id
    AND c.version < (SELECT max(l.version) FROM case_classifications l WHERE l.case_id = NEW.id);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION classification_is_erased FROM PUBLIC;
GRANT EXECUTE ON FUNCTION classification_is_erased TO mawa_owner;
RESET ROLE;
