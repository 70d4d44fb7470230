-- Trigger on bed_offers: an answer is not changed. 23514 bed_offers_are_answered_once.
CREATE OR REPLACE FUNCTION bed_offers_are_answered_once() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.answer IS NOT NULL THEN
    RAISE EXCEPTION 'this offer has its answer'
      USING ERRCODE = '23514', CONSTRAINT = 'bed_offers_are_answered_once';
  END IF;
  RETURN NEW;
END
$$;
