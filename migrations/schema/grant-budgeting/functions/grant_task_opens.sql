-- Trigger of grant_proposals and grant_conditions: a task for the role whose members can confirm the proposal of this
-- person, within two days; for finance some days before a condition is due.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION grant_task_opens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'grant_proposals' THEN
    PERFORM open_task('grant_proposal', NULL, NEW.id,
      CASE WHEN mawa_has_role('finance_officer') THEN 'programme_officer' ELSE 'finance_officer' END, NULL,
      mawa_now() + interval '2 days');
  ELSE
    PERFORM open_task('grant_condition', NULL, NEW.id, 'finance_officer', NULL,
      mawa_day_begins(NEW.due_on - NEW.remind_days));
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION grant_task_opens FROM PUBLIC;
GRANT EXECUTE ON FUNCTION grant_task_opens TO mawa_owner;
RESET ROLE;
