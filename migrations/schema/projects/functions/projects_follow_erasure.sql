SET LOCAL ROLE mawa_gate;
CREATE FUNCTION projects_follow_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE projects SET title = '-', idea = NULL WHERE id IN (SELECT pp.project_id FROM project_people pp WHERE pp.case_id = OLD.id AND NOT EXISTS (SELECT 1 FROM project_people o
      JOIN cases c ON c.id = o.case_id WHERE o.project_id = pp.project_id AND o.case_id <> OLD.id AND c.erased_at IS NULL));
  UPDATE project_steps SET note = NULL WHERE project_id IN (SELECT pp.project_id FROM project_people pp WHERE pp.case_id = OLD.id AND NOT EXISTS (SELECT 1 FROM project_people o
      JOIN cases c ON c.id = o.case_id WHERE o.project_id = pp.project_id AND o.case_id <> OLD.id AND c.erased_at IS NULL));
  UPDATE project_plan_lines SET label = '-' WHERE project_id IN (SELECT pp.project_id FROM project_people pp WHERE pp.case_id = OLD.id AND NOT EXISTS (SELECT 1 FROM project_people o
      JOIN cases c ON c.id = o.case_id WHERE o.project_id = pp.project_id AND o.case_id <> OLD.id AND c.erased_at IS NULL));
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION projects_follow_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION projects_follow_erasure TO mawa_owner;
RESET ROLE;
