-- Trigger of everything that is booked or decided about money: no update, no delete, not even by the owner.
-- 23514 ledger_is_append_only.
CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: post a reversal'
    USING ERRCODE = '23514', CONSTRAINT = 'ledger_is_append_only';
END
$$;
