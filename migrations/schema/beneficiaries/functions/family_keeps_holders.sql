-- Trigger on family_members: when somebody joins a family in which a conflict of interest (scope family)
-- counts, each of its cases still has somebody who answers for it. 23514 case_keeps_a_holder.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION family_keeps_holders() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM family_members f
      CROSS JOIN mawa_files(f.case_id) own
      JOIN case_blocks b ON b.case_id = own
     WHERE f.family_id = NEW.family_id
       AND b.scope = 'family'
       AND b.ended_at IS NULL
       AND (b.until_at IS NULL OR b.until_at > mawa_now())) THEN
    PERFORM mawa_must_keep_a_holder(f.case_id) FROM family_members f WHERE f.family_id = NEW.family_id;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION family_keeps_holders FROM PUBLIC;
GRANT EXECUTE ON FUNCTION family_keeps_holders TO mawa_owner;
RESET ROLE;
