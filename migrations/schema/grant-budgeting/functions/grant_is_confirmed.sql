-- Trigger of grants, at the end of the transaction: what the application opens in the name of a person stands on a
-- proposal that another one confirmed; tests open one as the system. 23514 grant_needs_another_person.
CREATE OR REPLACE FUNCTION grant_is_confirmed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF current_user = 'mawa_app'
      AND NOT mawa_is_system()
      AND NOT EXISTS (SELECT 1 FROM grant_decisions WHERE grant_id = NEW.id) THEN
    PERFORM refuse('grant_needs_another_person');
  END IF;
  RETURN NULL;
END
$$;
