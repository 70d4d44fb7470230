-- A step is legal and moves the training.
CREATE TRIGGER capacity_steps_move AFTER INSERT ON capacity_steps
  FOR EACH ROW
  EXECUTE FUNCTION capacity_step_moves();

-- Days are laid down before the training is planned.
CREATE TRIGGER capacity_days_are_within BEFORE INSERT ON capacity_days
  FOR EACH ROW
  EXECUTE FUNCTION capacity_day_is_within();

CREATE TRIGGER capacity_merges_join AFTER INSERT ON capacity_merges
  FOR EACH ROW
  EXECUTE FUNCTION capacity_merge_joins();

-- A place is free, and is given up once.
CREATE TRIGGER capacity_participants_have_a_place BEFORE INSERT ON capacity_participants
  FOR EACH ROW
  EXECUTE FUNCTION capacity_participant_has_a_place();
CREATE TRIGGER capacity_participants_leave_once BEFORE UPDATE OF left_on, left_by ON capacity_participants
  FOR EACH ROW
  EXECUTE FUNCTION capacity_participant_leaves_once();

-- Only of who attends (also capacity_tests).
CREATE TRIGGER capacity_marks_are_of_who_attends BEFORE INSERT ON capacity_marks
  FOR EACH ROW
  EXECUTE FUNCTION capacity_mark_is_of_who_attends();

CREATE TRIGGER capacity_tests_are_of_who_attends BEFORE INSERT ON capacity_tests
  FOR EACH ROW
  EXECUTE FUNCTION capacity_mark_is_of_who_attends();

-- Of who completed; withdrawn once.
CREATE TRIGGER capacity_certificates_rest BEFORE INSERT ON capacity_certificates
  FOR EACH ROW
  EXECUTE FUNCTION capacity_certificate_rests();
CREATE TRIGGER capacity_certificates_withdrawn_once
  BEFORE UPDATE OF withdrawn_on, withdrawn_by, withdrawn_reason ON capacity_certificates
  FOR EACH ROW
  EXECUTE FUNCTION training_taken_back_once();

-- Charged to the line of the training; taken back once.
CREATE TRIGGER capacity_costs_are_of_the_line BEFORE INSERT ON capacity_costs
  FOR EACH ROW
  EXECUTE FUNCTION capacity_cost_is_of_the_line();
CREATE TRIGGER capacity_costs_taken_back_once BEFORE UPDATE OF taken_back_at, taken_back_by ON capacity_costs
  FOR EACH ROW
  EXECUTE FUNCTION training_taken_back_once();
