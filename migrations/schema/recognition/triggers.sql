-- Editions follow each other, and are written with their units.
CREATE TRIGGER recognition_editions_follow BEFORE INSERT ON recognition_standards
  FOR EACH ROW
  EXECUTE FUNCTION recognition_edition_follows();
CREATE CONSTRAINT TRIGGER recognition_standards_are_whole AFTER INSERT ON recognition_standards
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION recognition_standard_is_whole();

CREATE CONSTRAINT TRIGGER recognition_units_make_it_whole AFTER INSERT ON recognition_units
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION recognition_standard_is_whole();

-- Of an open case by the last edition, with a first step; not on a case file that was merged into another.
CREATE TRIGGER recognition_procedures_begin BEFORE INSERT ON recognition_procedures
  FOR EACH ROW
  EXECUTE FUNCTION recognition_procedure_begins();
CREATE CONSTRAINT TRIGGER recognition_procedures_have_begun AFTER INSERT ON recognition_procedures
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION recognition_has_begun();
CREATE TRIGGER recognition_procedures_take_no_more BEFORE INSERT ON recognition_procedures
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

-- A step is checked and moves the procedure; tasks, access and fee follow.
CREATE TRIGGER recognition_steps_lead_on AFTER INSERT ON recognition_steps
  FOR EACH ROW
  EXECUTE FUNCTION recognition_step_follows();
CREATE TRIGGER recognition_steps_move BEFORE INSERT ON recognition_steps
  FOR EACH ROW
  EXECUTE FUNCTION recognition_step_moves();
CREATE TRIGGER recognition_steps_take_back AFTER INSERT ON recognition_steps
  FOR EACH ROW
  EXECUTE FUNCTION recognition_fee_is_taken_back();

-- While the portfolio is open.
CREATE TRIGGER recognition_evidence_lawful BEFORE INSERT ON recognition_evidence
  FOR EACH ROW
  EXECUTE FUNCTION recognition_evidence_is_lawful();

-- Nobody with a conflict of interest is asked; who is asked sees facts and care for some days.
CREATE TRIGGER recognition_assessors_are_asked BEFORE INSERT ON recognition_assessors
  FOR EACH ROW
  EXECUTE FUNCTION recognition_assessor_is_asked();
CREATE TRIGGER recognition_assessors_may_look AFTER INSERT ON recognition_assessors
  FOR EACH ROW
  EXECUTE FUNCTION recognition_assessor_may_look();

-- One's own declaration; a conflict ends task and access.
CREATE TRIGGER recognition_declarations_are_own BEFORE INSERT ON recognition_declarations
  FOR EACH ROW
  EXECUTE FUNCTION recognition_declaration_is_own();
CREATE TRIGGER recognition_declarations_lead_on AFTER INSERT ON recognition_declarations
  FOR EACH ROW
  EXECUTE FUNCTION recognition_declaration_follows();

-- By the assessor alone (also recognition_results).
CREATE TRIGGER recognition_judgements_lawful BEFORE INSERT ON recognition_judgements
  FOR EACH ROW
  EXECUTE FUNCTION recognition_judgement_is_lawful();

CREATE TRIGGER recognition_results_lawful BEFORE INSERT ON recognition_results
  FOR EACH ROW
  EXECUTE FUNCTION recognition_result_is_lawful();

-- An enrolment of the same person.
CREATE TRIGGER recognition_gaps_are_hers BEFORE INSERT ON recognition_gaps
  FOR EACH ROW
  EXECUTE FUNCTION recognition_gap_is_hers();

-- The fee of the edition, when it is due.
CREATE TRIGGER recognition_fees_are_due BEFORE INSERT ON recognition_fees
  FOR EACH ROW
  EXECUTE FUNCTION recognition_fee_is_due();
