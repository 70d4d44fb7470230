-- Trigger of calls: a call ends as `refused` only while its number is blocked on that line. 23514
-- calls_are_refused_by_a_block.
CREATE OR REPLACE FUNCTION calls_are_refused_by_a_block() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.outcome = 'refused'
      AND NOT EXISTS (
          SELECT 1
            FROM caller_blocks b
           WHERE b.caller = NEW.caller
             AND b.line_id IS NOT DISTINCT FROM NEW.line_id
             AND b.lifted_at IS NULL
             AND b.from_at <= mawa_now()
             AND b.until_at > mawa_now()) THEN
    RAISE EXCEPTION 'this number is not blocked'
      USING ERRCODE = '23514', CONSTRAINT = 'calls_are_refused_by_a_block';
  END IF;
  RETURN NEW;
END
$$;
