-- Trigger on complaint_contacts: fills for which organisation the actor proposes or approves; the constraint
-- compares them. 42501 for others than focal points; 23514 complaint_contacts_latest where another was
-- proposed since.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION contacts_are_agreed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_for uuid := (SELECT f.organisation_id FROM focal_points() f WHERE f.user_id = mawa_actor());
BEGIN
  IF v_for IS NULL THEN RAISE EXCEPTION 'not a focal point' USING ERRCODE = '42501'; END IF;
  IF TG_OP = 'INSERT' THEN
    NEW.proposed_for := v_for;
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT 1 FROM complaint_contacts c WHERE c.place > NEW.place) THEN
    RAISE EXCEPTION 'another was proposed since'
      USING ERRCODE = '23514', CONSTRAINT = 'complaint_contacts_latest';
  END IF;
  NEW.approved_for := v_for;
  NEW.approved_at := mawa_now();
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION contacts_are_agreed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contacts_are_agreed TO mawa_owner;
RESET ROLE;
