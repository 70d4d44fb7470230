-- Trigger of agreement_closings: nothing of the agreement is advanced, claimed, waiting, ordered or unpaid.
-- 23514 agreement_closes_with_nothing_open.
CREATE OR REPLACE FUNCTION agreement_closes_with_nothing_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM agreements WHERE id = NEW.agreement_id FOR NO KEY UPDATE;
  IF EXISTS (
          SELECT 1
            FROM partner_totals t
           WHERE t.agreement_id = NEW.agreement_id
             AND (t.advanced <> t.liquidated + t.refunded OR t.claimed <> t.reimbursed))
      OR EXISTS (
          SELECT 1
            FROM partner_papers p JOIN partner_paper_states s ON s.paper_id = p.id
           WHERE p.agreement_id = NEW.agreement_id AND s.state IN ('requested', 'authorised', 'entered'))
      OR EXISTS (
          SELECT 1
            FROM commitments c JOIN commitment_totals t ON t.commitment_id = c.id
           WHERE c.agreement_id = NEW.agreement_id
             AND (t.state IN ('planned', 'requested', 'approved')
                  OR t.committed - t.cancelled > t.invoiced
                  OR t.invoiced > t.paid)) THEN
    RAISE EXCEPTION 'something of this agreement is open'
      USING ERRCODE = '23514', CONSTRAINT = 'agreement_closes_with_nothing_open';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION agreement_closes_with_nothing_open FROM PUBLIC;
