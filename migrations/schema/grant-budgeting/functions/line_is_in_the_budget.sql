-- Trigger of budget_lines: adds the line to the present version of the budget; a line added after a revision
-- begins at 0. 23514 line_begins_at_nothing.
CREATE OR REPLACE FUNCTION line_is_in_the_budget() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_version integer := (SELECT max(version) FROM budget_versions WHERE grant_id = NEW.grant_id);
BEGIN
  IF v_version > 1 AND NEW.amount <> 0 THEN
    RAISE EXCEPTION 'a line of a revised budget begins at nothing'
      USING ERRCODE = '23514', CONSTRAINT = 'line_begins_at_nothing';
  END IF;
  INSERT INTO budget_version_lines (grant_id, version, line_id, amount)
  VALUES (NEW.grant_id, v_version, NEW.id, NEW.amount);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION line_is_in_the_budget FROM PUBLIC;
