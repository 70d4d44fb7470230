-- Hearings on a day that closes become tasks.
CREATE TRIGGER court_days_are_closed AFTER INSERT ON court_closed_days
  FOR EACH ROW
  EXECUTE FUNCTION court_day_is_closed();

-- Has its first step; not on a case file that was merged into another (both also below).
CREATE CONSTRAINT TRIGGER proceedings_have_begun AFTER INSERT ON proceedings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION legal_record_has_begun();
CREATE TRIGGER proceedings_take_no_more BEFORE INSERT ON proceedings
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

-- Has its first step, on a day on which its court sits.
CREATE CONSTRAINT TRIGGER hearings_have_begun AFTER INSERT ON hearings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION legal_record_has_begun();
CREATE TRIGGER proceedings_end_tasks AFTER UPDATE OF state ON proceedings
  FOR EACH ROW
  WHEN (new.state = 'closed' AND old.state <> 'closed')
  EXECUTE FUNCTION proceeding_ends_tasks();

CREATE TRIGGER proceedings_pass_tasks_on AFTER UPDATE OF officer_id ON proceedings
  FOR EACH ROW
  WHEN (new.officer_id <> old.officer_id)
  EXECUTE FUNCTION proceeding_passes_tasks_on();

CREATE TRIGGER hearings_on_court_days BEFORE INSERT ON hearings
  FOR EACH ROW
  EXECUTE FUNCTION hearing_is_on_a_court_day();

CREATE CONSTRAINT TRIGGER protection_measures_have_begun AFTER INSERT ON protection_measures
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION legal_record_has_begun();
CREATE TRIGGER protection_measures_take_no_more BEFORE INSERT ON protection_measures
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

CREATE CONSTRAINT TRIGGER court_orders_have_begun AFTER INSERT ON court_orders
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION legal_record_has_begun();

-- A step is legal and moves its record.
CREATE TRIGGER legal_steps_move BEFORE INSERT ON legal_steps
  FOR EACH ROW
  EXECUTE FUNCTION legal_step_moves();

-- Tasks follow the steps of what they are about.
CREATE TRIGGER legal_steps_move_tasks AFTER INSERT ON legal_steps
  FOR EACH ROW
  EXECUTE FUNCTION legal_step_moves_tasks();

-- Nothing is paid that was not awarded. The task follows afterwards: triggers fire in the order of their names.
CREATE TRIGGER compensation_adds_up AFTER INSERT OR UPDATE OF retracted_at ON compensation_amounts
  FOR EACH ROW
  EXECUTE FUNCTION compensation_adds_up();
CREATE TRIGGER compensation_moves_task AFTER INSERT OR UPDATE OF retracted_at ON compensation_amounts
  FOR EACH ROW
  EXECUTE FUNCTION compensation_moves_task();

CREATE TRIGGER court_summaries_take_no_more BEFORE INSERT ON court_summaries
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

-- A calendar address ends when the password of its owner changes and when the second factor is taken off, as tokens do.
CREATE TRIGGER password_changes_end_hearing_feeds AFTER INSERT ON password_changes
  FOR EACH ROW
  EXECUTE FUNCTION end_hearing_feeds();
CREATE TRIGGER second_factors_end_hearing_feeds AFTER DELETE ON second_factors
  FOR EACH ROW
  WHEN (OLD.confirmed_at IS NOT NULL)
  EXECUTE FUNCTION end_hearing_feeds();
