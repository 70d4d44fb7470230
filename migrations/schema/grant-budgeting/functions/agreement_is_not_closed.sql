-- Trigger of commitments, partner_papers and partner_steps: nothing is made under a closed agreement. Locks
-- the agreement against closing. 23514 agreement_is_not_closed.
CREATE OR REPLACE FUNCTION agreement_is_not_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_agreement uuid := (to_jsonb(NEW)->>'agreement_id')::uuid;
BEGIN
  IF TG_TABLE_NAME = 'partner_steps' THEN
    SELECT agreement_id INTO v_agreement FROM partner_papers WHERE id = NEW.paper_id;
  END IF;
  IF v_agreement IS NULL THEN RETURN NEW; END IF;
  PERFORM 1 FROM agreements WHERE id = v_agreement FOR SHARE;
  IF EXISTS (SELECT 1 FROM agreement_closings c WHERE c.agreement_id = v_agreement) THEN
    RAISE EXCEPTION 'this agreement is closed'
      USING ERRCODE = '23514', CONSTRAINT = 'agreement_is_not_closed';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION agreement_is_not_closed FROM PUBLIC;
