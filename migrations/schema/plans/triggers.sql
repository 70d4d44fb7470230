-- By what a task ended, and that it waits again, is a row.
CREATE TRIGGER task_end_is_recorded BEFORE UPDATE OF done_at ON tasks
  FOR EACH ROW
  WHEN ((old.done_at IS NULL) <> (new.done_at IS NULL))
  EXECUTE FUNCTION task_end_is_recorded();

-- Only drafts change; states follow each other; nobody approves their own plan.
CREATE TRIGGER plans_stand BEFORE UPDATE ON plans FOR EACH ROW EXECUTE FUNCTION plan_stands();
-- Nothing new is written in a file that was joined to another (also below).
CREATE TRIGGER plans_take_no_more BEFORE INSERT ON plans
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();

-- Goals and steps belong to a draft.
CREATE TRIGGER plan_goals_of_a_draft BEFORE INSERT OR DELETE ON plan_goals
  FOR EACH ROW
  EXECUTE FUNCTION plan_is_a_draft();

CREATE TRIGGER plan_steps_of_a_draft BEFORE INSERT OR DELETE ON plan_steps
  FOR EACH ROW
  EXECUTE FUNCTION plan_is_a_draft();

CREATE TRIGGER plan_states_take_no_more BEFORE INSERT ON plan_states
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();

CREATE TRIGGER plan_progress_take_no_more BEFORE INSERT ON plan_progress
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();
