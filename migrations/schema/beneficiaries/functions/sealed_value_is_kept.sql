-- Trigger on case_seals: the application changes or deletes a sealed value only after copying it to
-- case_former_values in the same transaction. 23514.
CREATE OR REPLACE FUNCTION sealed_value_is_kept() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  row case_seals := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF current_user = 'mawa_app' AND NOT EXISTS (SELECT 1 FROM case_former_values f
       WHERE f.case_id = row.case_id AND f.field = row.field AND f.xmin = pg_current_xact_id()::xid) THEN
    RAISE EXCEPTION 'what stood here before is kept first' USING ERRCODE = '23514';
  END IF;
  RETURN row;
END
$$;
