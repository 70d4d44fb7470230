-- Trigger of donor_money: not in a closed period nor before the grant, not twice, taken back by its exact
-- opposite; nothing received on a day up to which it was brought in, nor taken back by one person what two brought in;
-- returned within received, income spent within earned, received within the award. 23514 with the
-- rule as constraint name (donor_money_…).
CREATE OR REPLACE FUNCTION donor_money_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_undone donor_money;
  v_why text;
BEGIN
  -- Whoever closes a month waits for what is being entered into it, and the other way round.
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('close period', 2));
  PERFORM lock_grant_ledger(NEW.grant_id);
  IF NEW.undoes IS NOT NULL THEN
    SELECT * INTO v_undone FROM donor_money WHERE id = NEW.undoes;
    IF v_undone.undoes IS NOT NULL
        OR (v_undone.grant_id, v_undone.kind, v_undone.amount) IS DISTINCT FROM (NEW.grant_id, NEW.kind,
          -NEW.amount)
        OR NEW.on_day < v_undone.on_day THEN
      v_why := 'donor_money_taken_back_by_its_opposite';
    END IF;
    IF (v_undone.opening_id IS NULL) <> (NEW.opening_id IS NULL) THEN v_why := 'donor_money_brought_in_by_two'; END IF;
  END IF;
  IF NEW.undoes IS NULL
      AND EXISTS (
          SELECT 1
            FROM donor_money m
           WHERE m.id <> NEW.id
             AND m.undoes IS NULL
             AND (m.grant_id, m.kind, m.on_day, m.amount, lower(btrim(m.reference)))
               = (NEW.grant_id, NEW.kind, NEW.on_day, NEW.amount, lower(btrim(NEW.reference)))
             AND NOT EXISTS (SELECT 1 FROM donor_money x WHERE x.undoes = m.id)) THEN
    v_why := 'donor_money_once';
  END IF;
  IF NEW.on_day <= (SELECT max(until_day) FROM closed_periods) THEN
    v_why := 'donor_money_period_is_open';
  END IF;
  IF NEW.kind = 'received'
      AND NEW.opening_id IS NULL
      AND NEW.undoes IS NULL
      AND EXISTS (
          SELECT 1
            FROM donor_money m
           WHERE m.grant_id = NEW.grant_id
             AND m.opening_id IS NOT NULL
             AND m.undoes IS NULL
             AND m.on_day >= NEW.on_day
             AND NOT EXISTS (SELECT 1 FROM donor_money x WHERE x.undoes = m.id)) THEN
    v_why := 'donor_money_after_the_opening';
  END IF;
  IF NEW.on_day < (SELECT starts_on FROM grants WHERE id = NEW.grant_id) THEN
    v_why := 'donor_money_within_the_grant';
  END IF;
  IF v_why IS NULL THEN
    SELECT CASE
             WHEN sum(amount) FILTER (WHERE kind = 'returned')
               > coalesce(sum(amount) FILTER (WHERE kind = 'received'), 0) THEN
               'donor_money_returned_within_received'
             WHEN sum(amount) FILTER (WHERE kind IN ('income_deducted', 'income_added'))
               > coalesce(sum(amount) FILTER (WHERE kind = 'income_earned'), 0) THEN
               'donor_money_spent_within_earned'
             WHEN sum(amount) FILTER (WHERE kind = 'received')
               - coalesce(sum(amount) FILTER (WHERE kind = 'returned'), 0)
               > (SELECT amount FROM grants WHERE id = NEW.grant_id) THEN 'donor_money_within_the_award'
           END INTO v_why
      FROM donor_money
     WHERE grant_id = NEW.grant_id;
  END IF;
  IF v_why IS NOT NULL THEN
    RAISE EXCEPTION 'this does not hold: %', v_why USING ERRCODE = '23514', CONSTRAINT = v_why;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION donor_money_holds FROM PUBLIC;
