-- Deferred trigger of project_assets: a thing has its first step by the end of the transaction. 23514
-- project_has_begun.
CREATE OR REPLACE FUNCTION project_asset_has_come() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM project_asset_steps s WHERE s.asset_id = NEW.id) THEN
    RAISE EXCEPTION 'it has no first step' USING ERRCODE = '23514', CONSTRAINT = 'project_has_begun';
  END IF;
  RETURN NULL;
END
$$;
