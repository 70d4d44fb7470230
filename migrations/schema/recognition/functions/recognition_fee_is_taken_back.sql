-- Trigger of recognition_steps: an end before any assessment takes the fee back.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_fee_is_taken_back() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.to_state IN ('closed', 'withdrawn')
      AND NOT EXISTS (
          SELECT 1
            FROM recognition_steps s
           WHERE s.procedure_id = NEW.procedure_id AND s.to_state = 'assessed') THEN
    UPDATE recognition_fees
       SET taken_back_at = mawa_now(), taken_back_by = mawa_somebody()
     WHERE procedure_id = NEW.procedure_id AND taken_back_at IS NULL;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_fee_is_taken_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_fee_is_taken_back TO mawa_owner;
RESET ROLE;
