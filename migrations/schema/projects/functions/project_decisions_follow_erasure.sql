SET LOCAL ROLE mawa_gate;
CREATE FUNCTION project_decisions_follow_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE project_scores SET reason = NULL WHERE project_id IN (SELECT project_gone(OLD.id));
  UPDATE project_decisions SET reason = NULL WHERE project_id IN (SELECT project_gone(OLD.id));
  UPDATE project_tranches SET milestone = NULL WHERE project_id IN (SELECT project_gone(OLD.id));
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_decisions_follow_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_decisions_follow_erasure TO mawa_owner;
RESET ROLE;
