-- A question id keeps its kind for good.
CREATE TRIGGER form_fields_follow AFTER INSERT OR UPDATE ON form_versions
  FOR EACH ROW
  WHEN (new.state = 'approved')
  EXECUTE FUNCTION form_fields_follow();
-- An approved version never changes.
CREATE TRIGGER form_versions_stand BEFORE UPDATE ON form_versions
  FOR EACH ROW
  EXECUTE FUNCTION form_version_stands();

-- Begun as a draft by a form in force; what is finished never changes.
CREATE TRIGGER assessments_begin BEFORE INSERT ON assessments
  FOR EACH ROW
  EXECUTE FUNCTION assessment_begins();
CREATE TRIGGER assessments_stand BEFORE UPDATE ON assessments
  FOR EACH ROW
  EXECUTE FUNCTION assessment_stands();
-- Nothing new is written in a file that was joined to another.
CREATE TRIGGER assessments_take_no_more BEFORE INSERT ON assessments
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

-- Here and below: rows are added only while the assessment is in one of the states named.
CREATE TRIGGER assessment_answers_of_a_draft BEFORE INSERT OR DELETE ON assessment_answers
  FOR EACH ROW
  EXECUTE FUNCTION assessment_is_open('draft');

CREATE TRIGGER assessment_facts_before_the_end BEFORE INSERT ON assessment_facts
  FOR EACH ROW
  EXECUTE FUNCTION assessment_is_open('draft', 'sent');

CREATE TRIGGER assessment_results_before_the_end BEFORE INSERT ON assessment_results
  FOR EACH ROW
  EXECUTE FUNCTION assessment_is_open('draft', 'sent');

CREATE TRIGGER assessment_decisions_after_the_end BEFORE INSERT ON assessment_decisions
  FOR EACH ROW
  EXECUTE FUNCTION assessment_is_open('finished');
