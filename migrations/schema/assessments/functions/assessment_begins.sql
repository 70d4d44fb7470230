-- Trigger on assessments: by an approved version in force that names this part (23514
-- assessments_by_a_form_in_force), as a draft, correcting only what is finished
-- (assessments_begin_as_drafts).
CREATE OR REPLACE FUNCTION assessment_begins() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v form_versions;
BEGIN
  SELECT * INTO v FROM form_versions WHERE form_key = NEW.form_key AND version = NEW.form_version;
  IF v.state IS DISTINCT FROM 'approved'
     OR v.in_force_from > mawa_now()
     OR v.definition->>'part' <> NEW.part THEN
    RAISE EXCEPTION 'not a form in force'
      USING ERRCODE = '23514', CONSTRAINT = 'assessments_by_a_form_in_force';
  END IF;
  IF NEW.state <> 'draft' OR (NEW.corrects IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM assessments a WHERE a.id = NEW.corrects AND a.state = 'finished')) THEN
    RAISE EXCEPTION 'begins as a draft' USING ERRCODE = '23514', CONSTRAINT = 'assessments_begin_as_drafts';
  END IF;
  RETURN NEW;
END
$$;
