-- Trigger on stage_changes: the step starts from the current stage, is one of stage_transitions that is not
-- retired, is written by the actor with one of its roles and decided by one of its deciders; reopening needs
-- one of four reasons, a reflection period its last day. Steps before registration (registered,
-- earlier_records) are accepted only in the transaction that opens the case. 23514, or 42501 for the role.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION stage_change_is_allowed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  step stage_transitions;
  standing text;
  last text;
BEGIN
  SELECT stage INTO standing FROM cases WHERE id = NEW.case_id FOR UPDATE;
  SELECT to_stage INTO last FROM stage_changes WHERE case_id = NEW.case_id ORDER BY at DESC, id DESC LIMIT 1;
  -- What was reached before the file was opened is written with its opening alone.
  IF NEW.reason IN ('registered', 'earlier_records') THEN
    IF NEW.from_stage IS DISTINCT FROM last
       OR (NEW.reason = 'registered') <> (last IS NULL)
       OR EXISTS (
         SELECT 1 FROM stage_changes s
          WHERE s.case_id = NEW.case_id AND s.xmin <> pg_current_xact_id()::xid) THEN
      RAISE EXCEPTION 'earlier stages are written when the file is opened' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.from_stage IS DISTINCT FROM coalesce(last, standing) THEN
    RAISE EXCEPTION 'the person is at another stage' USING ERRCODE = '23514';
  END IF;
  SELECT * INTO step FROM stage_transitions t
   WHERE t.from_stage = NEW.from_stage AND t.to_stage = NEW.to_stage
     AND (t.retired_at IS NULL OR t.retired_at > mawa_now());
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no step leads there' USING ERRCODE = '23514';
  END IF;
  IF NEW."by" IS DISTINCT FROM mawa_actor() OR NOT mawa_has_role(VARIADIC step.roles) THEN
    RAISE EXCEPTION 'this role does not write this step' USING ERRCODE = '42501';
  END IF;
  IF NOT coalesce(NEW.decided_by = ANY (step.deciders), false) THEN
    RAISE EXCEPTION 'somebody else decides this step' USING ERRCODE = '23514';
  END IF;
  IF step.reopens
     AND NEW.reason NOT IN ('new_facts', 'person_wishes', 'authority_decision', 'correction') THEN
    RAISE EXCEPTION 'opening again needs its reason' USING ERRCODE = '23514';
  END IF;
  IF (NEW.to_stage = 'reflection_period') <> (NEW.until_on IS NOT NULL) THEN
    RAISE EXCEPTION 'a reflection period has its end' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION stage_change_is_allowed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION stage_change_is_allowed TO mawa_owner;
RESET ROLE;
