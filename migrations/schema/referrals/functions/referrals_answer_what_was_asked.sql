-- Trigger of referrals: answers what the person had asked for of that kind of help, in any of their case
-- files.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION referrals_answer_what_was_asked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO help_answers (help_id, case_id, how, referral_id, by)
  SELECT h.id, h.case_id, 'referred', NEW.id, NEW.sent_by
    FROM help_asked h
   WHERE h.case_id IN (SELECT mawa_files(NEW.case_id)) AND h.service = NEW.service
   ORDER BY h.id
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION referrals_answer_what_was_asked FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referrals_answer_what_was_asked TO mawa_owner;
RESET ROLE;
