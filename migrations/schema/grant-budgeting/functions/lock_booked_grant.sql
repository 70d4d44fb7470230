-- Trigger of ledger_transactions, for a booking that did not call lock_ledger_accounts or lock_charged_lines:
-- locks the ledger of the grant, or shares it for a fact and for a reversal.
CREATE OR REPLACE FUNCTION lock_booked_grant() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.commitment_id IS NULL AND NEW.agreement_id IS NULL OR NEW.source_kind = 'reversal' THEN
    PERFORM share_grant_ledger(NEW.grant_id);
  ELSE
    PERFORM lock_grant_ledger(NEW.grant_id);
  END IF;
  RETURN NEW;
END
$$;
