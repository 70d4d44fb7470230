-- Trigger of commitments: an agreement that it names is confirmed. 23514 partner_agreement_counts.
CREATE OR REPLACE FUNCTION commitment_agreement_counts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.agreement_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = NEW.agreement_id) THEN
    RAISE EXCEPTION 'the agreement is not confirmed'
      USING ERRCODE = '23514', CONSTRAINT = 'partner_agreement_counts';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION commitment_agreement_counts FROM PUBLIC;
