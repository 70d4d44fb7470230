-- Trigger of spot_check_rows: the row is one of an accepted report of that agreement with that accepted
-- amount, and the checker is not who accepted it. 23514: spot_check_of_accepted_rows,
-- spot_check_needs_another_person.
CREATE OR REPLACE FUNCTION spot_check_is_by_another() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v record;
BEGIN
  SELECT d.agreed, s.taken_by, r.agreement_id, c.agreement_id AS checked_agreement, c.checked_by INTO v
    FROM spot_checks c
    CROSS JOIN partner_paper_rows r
    JOIN partner_paper_states st ON st.paper_id = r.paper_id
    JOIN partner_papers p ON p.id = r.paper_id AND p.kind = 'report'
    JOIN partner_steps s ON s.id = st.agreed_by_step
    JOIN partner_row_decisions d ON d.step_id = s.id AND d.row_id = r.id
   WHERE c.id = NEW.check_id AND r.id = NEW.row_id;
  IF v.agreed IS NULL OR v.agreement_id <> v.checked_agreement OR v.agreed <> NEW.accepted THEN
    PERFORM refuse('spot_check_of_accepted_rows');
  END IF;
  IF v.taken_by = v.checked_by THEN
    PERFORM refuse('spot_check_needs_another_person');
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION spot_check_is_by_another FROM PUBLIC;
