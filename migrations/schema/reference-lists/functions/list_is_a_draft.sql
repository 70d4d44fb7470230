-- Trigger on list_items and list_crosswalk: their version is a draft. 23514 list_is_a_draft.
CREATE OR REPLACE FUNCTION list_is_a_draft() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_state text;
BEGIN
  SELECT state INTO v_state FROM list_versions
   WHERE list = CASE TG_OP WHEN 'DELETE' THEN OLD.list ELSE NEW.list END
     AND version = CASE TG_OP WHEN 'DELETE' THEN OLD.version ELSE NEW.version END FOR SHARE;
  IF v_state IS DISTINCT FROM 'draft' THEN
    RAISE EXCEPTION 'only a draft changes' USING ERRCODE = '23514', CONSTRAINT = 'list_is_a_draft';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
