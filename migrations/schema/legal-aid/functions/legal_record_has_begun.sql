-- Deferred trigger: a proceeding, hearing, measure or order has its first step by the end of the transaction.
-- 23514 legal_record_has_begun.
CREATE OR REPLACE FUNCTION legal_record_has_begun() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1
        FROM legal_steps s
       WHERE s.proceeding_id = NEW.id
          OR s.hearing_id = NEW.id
          OR s.measure_id = NEW.id
          OR s.order_id = NEW.id) THEN
    RAISE EXCEPTION 'it has no first step' USING ERRCODE = '23514', CONSTRAINT = 'legal_record_has_begun';
  END IF;
  RETURN NULL;
END
$$;
