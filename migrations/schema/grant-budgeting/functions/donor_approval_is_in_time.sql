-- Trigger of donor_approvals: not entered after the revision was decided. 23514 revision_is_decided_once.
CREATE OR REPLACE FUNCTION donor_approval_is_in_time() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM budget_revision_decisions WHERE revision_id = NEW.revision_id) THEN
    PERFORM refuse('revision_is_decided_once');
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION donor_approval_is_in_time FROM PUBLIC;
