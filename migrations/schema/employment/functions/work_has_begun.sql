-- Deferred trigger of applications and placements: has its first step by the end of the transaction. 23514
-- work_has_begun.
CREATE OR REPLACE FUNCTION work_has_begun() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1
        FROM work_application_steps s
       WHERE s.application_id = NEW.id
      UNION ALL
      SELECT 1
        FROM work_placement_steps s
       WHERE s.placement_id = NEW.id) THEN
    RAISE EXCEPTION 'it has no first step' USING ERRCODE = '23514', CONSTRAINT = 'work_has_begun';
  END IF;
  RETURN NULL;
END
$$;
