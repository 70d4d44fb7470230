-- Trigger of caller_blocks: at most hotline_block_days_most days. 23514 caller_blocks_are_short.
CREATE OR REPLACE FUNCTION caller_blocks_are_short() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.until_at > NEW.from_at + make_interval(days => mawa_setting('hotline_block_days_most')::int) THEN
    RAISE EXCEPTION 'nobody is blocked for so long'
      USING ERRCODE = '23514', CONSTRAINT = 'caller_blocks_are_short';
  END IF;
  RETURN NEW;
END
$$;
