-- What a setting may hold, said where it is written.
CREATE TRIGGER settings_are_checked AFTER INSERT ON settings
  FOR EACH ROW
  EXECUTE FUNCTION setting_value_is_checked();
CREATE TRIGGER setting_proposals_are_checked BEFORE INSERT ON setting_proposals
  FOR EACH ROW
  EXECUTE FUNCTION setting_value_is_checked();

CREATE TRIGGER setting_cancellations_fit BEFORE INSERT ON setting_proposals
  FOR EACH ROW
  WHEN (NEW.cancels IS NOT NULL)
  EXECUTE FUNCTION setting_cancellation_fits();

-- A confirmation writes the value, and nothing else does.
CREATE TRIGGER setting_is_decided BEFORE INSERT ON setting_decisions
  FOR EACH ROW
  EXECUTE FUNCTION setting_is_decided();

-- Whoever may confirm a proposal finds a task until it is decided.
CREATE TRIGGER setting_proposals_open_tasks AFTER INSERT ON setting_proposals
  FOR EACH ROW
  EXECUTE FUNCTION setting_task_opens();
CREATE TRIGGER setting_decisions_end_tasks AFTER INSERT ON setting_decisions
  FOR EACH ROW
  EXECUTE FUNCTION setting_task_ends();
