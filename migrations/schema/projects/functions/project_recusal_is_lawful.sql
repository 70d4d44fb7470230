-- Trigger of project_recusals: not after the decision. 23514 project_not_decided.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_recusal_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
  IF EXISTS (
      SELECT 1
        FROM project_decisions d
       WHERE d.sitting_id = NEW.sitting_id AND d.project_id = NEW.project_id) THEN
    RAISE EXCEPTION 'decided' USING ERRCODE = '23514', CONSTRAINT = 'project_not_decided';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_recusal_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_recusal_is_lawful TO mawa_owner;
RESET ROLE;
