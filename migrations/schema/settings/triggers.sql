-- What a setting may hold, said where it is written.
CREATE TRIGGER settings_are_checked AFTER INSERT ON settings
  FOR EACH ROW
  EXECUTE FUNCTION setting_value_is_checked();
CREATE TRIGGER setting_proposals_are_checked BEFORE INSERT ON setting_proposals
  FOR EACH ROW
  EXECUTE FUNCTION setting_value_is_checked();

-- Whoever may confirm what protects somebody or moves money has a task until it is decided.
CREATE TRIGGER setting_task_opens AFTER INSERT ON setting_proposals
  FOR EACH ROW
  EXECUTE FUNCTION setting_task_opens();
CREATE TRIGGER setting_task_ends AFTER INSERT ON setting_decisions
  FOR EACH ROW
  EXECUTE FUNCTION setting_task_ends();

-- A confirmation writes the value, and nothing else does.
CREATE TRIGGER setting_is_decided BEFORE INSERT ON setting_decisions
  FOR EACH ROW
  EXECUTE FUNCTION setting_is_decided();
