-- Trigger of allowances and certificates: taken back or withdrawn once. 23514 training_taken_back_once.
CREATE OR REPLACE FUNCTION training_taken_back_once() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(OLD) ->> 'taken_back_at' IS NOT NULL OR to_jsonb(OLD) ->> 'withdrawn_on' IS NOT NULL THEN
    RAISE EXCEPTION 'taken back already' USING ERRCODE = '23514', CONSTRAINT = 'training_taken_back_once';
  END IF;
  RETURN NEW;
END
$$;
