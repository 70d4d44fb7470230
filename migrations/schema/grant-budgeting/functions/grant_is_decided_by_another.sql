-- Trigger of grant_decisions: who proposed a grant may withdraw it and nothing else; another person confirms
-- or refuses it. 23514 with the names passed to refuse.
CREATE OR REPLACE FUNCTION grant_is_decided_by_another() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_author uuid := (SELECT proposed_by FROM grant_proposals WHERE id = NEW.proposal_id);
BEGIN
  IF NEW.decision = 'withdrawn' AND NEW.decided_by <> v_author THEN
    PERFORM refuse('grant_withdrawn_by_its_author');
  ELSIF NEW.decision <> 'withdrawn' AND NEW.decided_by = v_author THEN
    PERFORM refuse('grant_needs_another_person');
  END IF;
  RETURN NEW;
END
$$;
