-- Trigger of project_asset_steps: begins at the present state, is legal, has happened, is not before the last
-- step; sets the state of the thing. 23514: project_step_follows, project_step_is_legal,
-- project_step_has_happened, project_step_in_order.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_asset_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v project_assets;
BEGIN
  SELECT * INTO v
    FROM project_assets
   WHERE id = NEW.asset_id AND project_id = NEW.project_id
   FOR NO KEY UPDATE;
  IF v.state IS DISTINCT FROM NEW.from_state THEN
    RAISE EXCEPTION 'it stands elsewhere by now'
      USING ERRCODE = '23514', CONSTRAINT = 'project_step_follows';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM project_transitions t
       WHERE t.of_what = 'asset' AND t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
    RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'project_step_is_legal';
  END IF;
  IF NEW.on_day > mawa_day(mawa_now()) THEN
    RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'project_step_has_happened';
  END IF;
  IF NEW.on_day < (SELECT max(s.on_day) FROM project_asset_steps s WHERE s.asset_id = v.id) THEN
    RAISE EXCEPTION 'a step before the last one'
      USING ERRCODE = '23514', CONSTRAINT = 'project_step_in_order';
  END IF;
  UPDATE project_assets SET state = NEW.to_state WHERE id = v.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_asset_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_asset_moves TO mawa_owner;
RESET ROLE;
