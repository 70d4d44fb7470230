-- Blind question (answered across access boundaries, with an audit row): the last day on which this receipt
-- of this provider was used for any service; punctuation and case are ignored. A day, never of whom. 42501
-- for roles that open no cases.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION blind_receipt_used(p_provider uuid, p_receipt text) RETURNS date
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_may_open_cases() THEN
    RAISE EXCEPTION 'not asked by one who opens cases' USING ERRCODE = '42501';
  END IF;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, body)
  VALUES (0, mawa_actor(), 'blind.receipt_used', 'service', '{"question":"receipt used"}');
  RETURN (
    SELECT max(given_on) FROM services
     WHERE cancelled_at IS NULL
       AND receipt IS NOT NULL
       AND upper(regexp_replace(receipt, '[^[:alnum:]]', '', 'g')) = upper(
         regexp_replace(p_receipt, '[^[:alnum:]]', '', 'g'))
       AND provider_id IS NOT DISTINCT FROM p_provider);
END
$$;
REVOKE EXECUTE ON FUNCTION blind_receipt_used FROM PUBLIC;
GRANT EXECUTE ON FUNCTION blind_receipt_used TO mawa_app;
RESET ROLE;
