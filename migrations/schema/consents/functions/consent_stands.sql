-- Trigger on consents: writes consent_standing; an answer older than the one that stands is refused (23505
-- consents_newest_stands). A refusal or withdrawal counts for all joined files of the person and closes the
-- shares that rest on it.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION consent_stands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO consent_standing AS s (case_id, purpose, recipient_id, consent_id, given, at, until_at)
  VALUES (NEW.case_id, NEW.purpose, NEW.recipient_id, NEW.id, NEW.decision = 'given', NEW.at, NEW.until_at)
  ON CONFLICT ON CONSTRAINT consent_standing_once DO UPDATE
    SET consent_id = NEW.id, given = NEW.decision = 'given', at = NEW.at, until_at = NEW.until_at
    WHERE s.at < NEW.at;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a newer consent stands' USING ERRCODE = '23505', CONSTRAINT = 'consents_newest_stands';
  END IF;
  IF NEW.decision <> 'given' THEN
    UPDATE consent_standing SET given = false, consent_id = NEW.id, at = NEW.at, until_at = NULL
     WHERE case_id IN (SELECT mawa_files(NEW.case_id)) AND case_id <> NEW.case_id AND purpose = NEW.purpose
       AND recipient_id IS NOT DISTINCT FROM NEW.recipient_id AND given;
    UPDATE shares SET closed_at = mawa_now(), closed_by = mawa_actor(), closed_why = NEW.decision
     WHERE case_id IN (SELECT mawa_files(NEW.case_id))
       AND purpose = NEW.purpose
       AND recipient_id = NEW.recipient_id
       AND closed_at IS NULL;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION consent_stands FROM PUBLIC;
GRANT EXECUTE ON FUNCTION consent_stands TO mawa_owner;
RESET ROLE;
