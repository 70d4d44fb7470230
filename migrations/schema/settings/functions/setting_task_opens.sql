-- Trigger on setting_proposals: where a second person confirms the setting, a task within two days for the first of the
-- roles that may and that the proposer does not hold.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION setting_task_opens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_role text := (
    SELECT r.role FROM setting_definitions d
     CROSS JOIN LATERAL unnest(d.confirmed_by) WITH ORDINALITY AS r (role, place)
     WHERE d.key = NEW.key AND d.protects IS NOT NULL
     ORDER BY mawa_has_role(r.role), r.place LIMIT 1);
BEGIN
  IF v_role IS NOT NULL THEN
    PERFORM open_task('setting_proposal', NULL, NEW.id, v_role, NULL, mawa_now() + interval '2 days');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION setting_task_opens FROM PUBLIC;
GRANT EXECUTE ON FUNCTION setting_task_opens TO mawa_owner;
RESET ROLE;
