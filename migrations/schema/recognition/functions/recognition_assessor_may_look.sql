-- Trigger of recognition_assessors: opens facts and care of the case to the assessor for some days, also
-- where the case is restricted to named users, and opens their task.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recognition_assessor_may_look() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF mawa_restricted(NEW.case_id) THEN
    INSERT INTO case_named (case_id, user_id, named_by)
    VALUES (NEW.case_id, NEW.assessor_id, mawa_actor())
    ON CONFLICT DO NOTHING;
  END IF;
  INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, until_at,
    given_by)
  SELECT NEW.case_id, 'user', NEW.assessor_id, r.reason, r.parts, NEW.procedure_id,
         mawa_now() + make_interval(days => (mawa_setting('recognition_access_days'))::text::int),
         mawa_actor()
    FROM access_reasons r
   WHERE r.reason = 'assessor';
  PERFORM open_task('recognition_assess', NEW.case_id, NEW.procedure_id, NULL, NEW.assessor_id,
    mawa_now() + make_interval(days => (mawa_setting('recognition_assess_days'))::text::int));
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_assessor_may_look FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_assessor_may_look TO mawa_owner;
RESET ROLE;
