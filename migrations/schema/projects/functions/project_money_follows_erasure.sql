SET LOCAL ROLE mawa_gate;
CREATE FUNCTION project_money_follows_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE project_milestones SET note = NULL WHERE note IS NOT NULL AND project_id IN (SELECT project_gone(OLD.id));
  UPDATE project_answers SET note = NULL WHERE note IS NOT NULL AND project_id IN (SELECT project_gone(OLD.id));
  UPDATE project_asset_steps SET note = NULL WHERE note IS NOT NULL AND project_id IN (SELECT project_gone(OLD.id));
  UPDATE project_reviews SET note = NULL WHERE note IS NOT NULL AND project_id IN (SELECT project_gone(OLD.id));
  UPDATE project_receipts SET what = NULL WHERE what IS NOT NULL AND project_id IN (SELECT project_gone(OLD.id));
  UPDATE project_assets SET what = NULL WHERE what IS NOT NULL AND project_id IN (SELECT project_gone(OLD.id));
  UPDATE project_visits SET seen = NULL WHERE seen IS NOT NULL AND project_id IN (SELECT project_gone(OLD.id));
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_money_follows_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_money_follows_erasure TO mawa_owner;
RESET ROLE;
