-- Trigger of setting_proposals: where a second person confirms, a task for the first of the roles that confirm which its
-- author does not have, within two days.
SET LOCAL ROLE mawa_gate;
CREATE FUNCTION setting_task_opens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM open_task('setting_proposal', NULL, NEW.id, r.role, NULL, mawa_now() + interval '2 days')
     FROM setting_definitions d
    CROSS JOIN LATERAL unnest(d.confirmed_by) WITH ORDINALITY AS r (role, place)
    WHERE d.key = NEW.key
    ORDER BY mawa_has_role(r.role), r.place
    LIMIT 1;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION setting_task_opens FROM PUBLIC;
GRANT EXECUTE ON FUNCTION setting_task_opens TO mawa_owner;
RESET ROLE;
