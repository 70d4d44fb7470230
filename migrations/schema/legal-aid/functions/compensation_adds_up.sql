-- Trigger of compensation_amounts, under the lock of the proceeding: one currency, and no more paid or not
-- recoverable than the last amount awarded. 23514: compensation_in_one_currency, compensation_paid_was_awarded.
CREATE OR REPLACE FUNCTION compensation_adds_up() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_awarded numeric;
  v_settled numeric;
BEGIN
  PERFORM 1 FROM proceedings WHERE id = NEW.proceeding_id FOR NO KEY UPDATE;
  IF (SELECT count(DISTINCT currency)
        FROM compensation_amounts
       WHERE proceeding_id = NEW.proceeding_id AND retracted_at IS NULL)
    > 1 THEN
    RAISE EXCEPTION 'one currency' USING ERRCODE = '23514', CONSTRAINT = 'compensation_in_one_currency';
  END IF;
  SELECT amount INTO v_awarded
    FROM compensation_amounts
   WHERE proceeding_id = NEW.proceeding_id AND what = 'awarded' AND retracted_at IS NULL
   ORDER BY place DESC LIMIT 1;
  SELECT coalesce(sum(amount), 0) INTO v_settled
    FROM compensation_amounts
   WHERE proceeding_id = NEW.proceeding_id AND what IN ('paid', 'unrecoverable') AND retracted_at IS NULL;
  IF v_settled > coalesce(v_awarded, 0) THEN
    RAISE EXCEPTION 'more paid than awarded'
      USING ERRCODE = '23514', CONSTRAINT = 'compensation_paid_was_awarded';
  END IF;
  RETURN NULL;
END
$$;
