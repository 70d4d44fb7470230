-- Trigger of recognition_declarations: a declared conflict ends the assessor's task and access.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_declaration_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.conflict <> 'none' THEN
    UPDATE tasks
       SET done_at = mawa_now(), done_by = mawa_somebody()
     WHERE kind = 'recognition_assess'
       AND subject_id = NEW.procedure_id
       AND for_user = NEW."by"
       AND done_at IS NULL;
    UPDATE case_access
       SET until_at = mawa_now()
     WHERE reason = 'assessor'
       AND source_id = NEW.procedure_id
       AND principal_id = NEW."by"
       AND until_at > mawa_now();
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_declaration_follows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_declaration_follows TO mawa_owner;
RESET ROLE;
