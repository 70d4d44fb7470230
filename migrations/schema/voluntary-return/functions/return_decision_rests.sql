-- Trigger of return_decisions: best_interests_id names a finished best-interests determination of the same
-- person, in any of their case files. 23514 return_decision_rests.
CREATE OR REPLACE FUNCTION return_decision_rests() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.best_interests_id IS NOT NULL
      AND NOT EXISTS (
          SELECT 1
            FROM assessments a JOIN forms f ON f.key = a.form_key
           WHERE a.id = NEW.best_interests_id
             AND a.state = 'finished'
             AND f.kind = 'best_interests'
             AND a.case_id IN (SELECT mawa_files(NEW.case_id))) THEN
    RAISE EXCEPTION 'no such determination' USING ERRCODE = '23514', CONSTRAINT = 'return_decision_rests';
  END IF;
  RETURN NEW;
END
$$;
