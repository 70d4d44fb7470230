-- Deadlines and tasks begin with the report.
CREATE TRIGGER breaches_are_followed_up AFTER INSERT ON breaches
  FOR EACH ROW
  EXECUTE FUNCTION breach_is_followed_up();
-- Whom it is about learns nothing of it.
CREATE TRIGGER breaches_hide_from_the_reader BEFORE INSERT ON breaches
  FOR EACH ROW
  EXECUTE FUNCTION breach_hides_from_readers();
CREATE TRIGGER breaches_end_tasks AFTER UPDATE OF state ON breaches
  FOR EACH ROW
  WHEN (NEW.state = 'closed' AND OLD.state <> 'closed')
  EXECUTE FUNCTION subject_ends_tasks('breach_closed', 'breach', 'id');
CREATE TRIGGER breaches_reopen_tasks AFTER UPDATE OF state ON breaches
  FOR EACH ROW
  WHEN (OLD.state = 'closed' AND NEW.state <> 'closed')
  EXECUTE FUNCTION subject_reopens_tasks('breach_closed', 'id');

-- A step is checked and moves the breach.
CREATE TRIGGER breach_steps_move BEFORE INSERT ON breach_steps
  FOR EACH ROW
  EXECUTE FUNCTION breach_step_moves();
