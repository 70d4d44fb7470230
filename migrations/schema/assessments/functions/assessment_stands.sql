-- Trigger on assessments: finished and dropped ones never change (assessment_is_finished), what it is and who
-- wrote it stays (assessment_stays_itself), states follow each other (assessment_steps_are_legal), and a form
-- with approval is finished by a case supervisor (assessments_approved_by_another); all 23514. The new id of
-- an erased case passes.
CREATE OR REPLACE FUNCTION assessment_stands() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_approval boolean;
BEGIN
  -- The row of an erased person follows it to its new id.
  IF (to_jsonb(OLD) - 'case_id') = (to_jsonb(NEW) - 'case_id') THEN RETURN NEW; END IF;
  IF OLD.state IN ('finished', 'dropped') THEN
    RAISE EXCEPTION 'what is finished never changes'
      USING ERRCODE = '23514', CONSTRAINT = 'assessment_is_finished';
  END IF;
  IF (OLD.id, OLD.case_id, OLD.form_key, OLD.form_version, OLD.part, OLD.audience, OLD.corrects,
      OLD.correction_reason, OLD.started_by, OLD.started_at) IS DISTINCT FROM (
        NEW.id, NEW.case_id, NEW.form_key, NEW.form_version, NEW.part, NEW.audience, NEW.corrects,
        NEW.correction_reason, NEW.started_by, NEW.started_at)
     OR NEW.writers IS NULL
     OR NOT NEW.writers @> OLD.writers THEN
    RAISE EXCEPTION 'what it is and who wrote it stays written'
      USING ERRCODE = '23514', CONSTRAINT = 'assessment_stays_itself';
  END IF;
  SELECT coalesce((definition->>'approval')::boolean, false) INTO v_approval FROM form_versions
   WHERE form_key = NEW.form_key AND version = NEW.form_version;
  IF OLD.state <> NEW.state
     AND (OLD.state, NEW.state) NOT IN (('draft', 'dropped'), ('sent', 'draft'), ('sent', 'finished'))
     AND NOT (OLD.state = 'draft' AND NEW.state = CASE WHEN v_approval THEN 'sent' ELSE 'finished' END) THEN
    RAISE EXCEPTION 'not a step of an assessment'
      USING ERRCODE = '23514', CONSTRAINT = 'assessment_steps_are_legal';
  END IF;
  IF NEW.state = 'finished'
     AND v_approval
     AND (NEW.approved_by IS NULL
          OR NEW.approved_by <> mawa_actor()
          OR NOT mawa_has_role('case_supervisor')) THEN
    RAISE EXCEPTION 'a supervisor approves it'
      USING ERRCODE = '23514', CONSTRAINT = 'assessments_approved_by_another';
  END IF;
  RETURN NEW;
END
$$;
