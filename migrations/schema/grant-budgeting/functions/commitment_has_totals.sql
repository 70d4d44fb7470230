-- Trigger of commitments: its days lie within the grant and the agreement; makes the row of its totals.
-- 23514: commitment_within_the_grant, commitment_within_the_agreement.
CREATE OR REPLACE FUNCTION commitment_has_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_why text;
BEGIN
  SELECT CASE
           WHEN NEW.starts_on < g.starts_on OR NEW.ends_on > g.ends_on THEN 'commitment_within_the_grant'
           WHEN NEW.starts_on < a.starts_on OR NEW.ends_on > a.ends_on THEN
             'commitment_within_the_agreement'
         END INTO v_why
    FROM grants g LEFT JOIN agreements a ON a.id = NEW.agreement_id
   WHERE g.id = NEW.grant_id;
  IF v_why IS NOT NULL THEN
    RAISE EXCEPTION 'these days are not eligible' USING ERRCODE = '23514', CONSTRAINT = v_why;
  END IF;
  INSERT INTO commitment_totals (commitment_id) VALUES (NEW.id);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION commitment_has_totals FROM PUBLIC;
