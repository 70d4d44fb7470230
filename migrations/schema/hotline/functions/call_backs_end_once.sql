-- Trigger of call_backs: a closed one is not changed. 23514 call_backs_end_once.
CREATE OR REPLACE FUNCTION call_backs_end_once() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'this call-back is over' USING ERRCODE = '23514', CONSTRAINT = 'call_backs_end_once';
END
$$;
