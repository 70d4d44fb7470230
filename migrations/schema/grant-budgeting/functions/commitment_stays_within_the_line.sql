-- Trigger of ledger_entries: what a commitment promises on its line is within the line's amount less spent
-- and committed, or beyond it by no more than commitment_over_share where a second person agreed
-- (`over_agreed`). 23514: commitment_as_agreed, commitment_stays_within_the_line.
CREATE OR REPLACE FUNCTION commitment_stays_within_the_line() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_commitment uuid;
  v_line budget_lines;
  v_left numeric;
BEGIN
  SELECT t.commitment_id INTO v_commitment
    FROM ledger_transactions t
   WHERE t.id = NEW.transaction_id AND t.source_kind = 'commitment';
  IF v_commitment IS NULL THEN RETURN NULL; END IF;
  SELECT l.* INTO v_line
    FROM ledger_accounts a JOIN budget_lines l ON l.id = a.line_id
   WHERE a.id = NEW.account_id AND a.kind = 'committed';
  IF v_line.id IS NULL THEN RETURN NULL; END IF;
  IF v_line.id IS DISTINCT FROM (SELECT line_id FROM commitments WHERE id = v_commitment) THEN
    RAISE EXCEPTION 'this was agreed to for another line'
      USING ERRCODE = '23514', CONSTRAINT = 'commitment_as_agreed';
  END IF;
  SELECT v_line.amount - sum(b.balance) INTO v_left
    FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
   WHERE a.line_id = v_line.id AND a.kind IN ('spent', 'committed');
  IF v_left < 0
      AND NOT (EXISTS (
                   SELECT 1
                     FROM commitment_steps s
                    WHERE s.commitment_id = v_commitment AND s.step = 'over_agreed')
               AND -v_left <= (mawa_setting('commitment_over_share'))::numeric * v_line.amount) THEN
    RAISE EXCEPTION 'the line does not hold this'
      USING ERRCODE = '23514', CONSTRAINT = 'commitment_stays_within_the_line';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION commitment_stays_within_the_line FROM PUBLIC;
