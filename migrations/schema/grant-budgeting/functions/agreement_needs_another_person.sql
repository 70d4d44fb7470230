-- Trigger of agreement_confirmations: not confirmed by who entered it. 23514 agreement_needs_another_person.
CREATE OR REPLACE FUNCTION agreement_needs_another_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.confirmed_by = (SELECT entered_by FROM agreements WHERE id = NEW.agreement_id) THEN
    RAISE EXCEPTION 'somebody else confirms'
      USING ERRCODE = '23514', CONSTRAINT = 'agreement_needs_another_person';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION agreement_needs_another_person FROM PUBLIC;
