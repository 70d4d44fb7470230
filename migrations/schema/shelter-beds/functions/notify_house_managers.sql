-- Opens a task for the managers of a shelter and, with p_supervisors or where it has no other manager, for all case
-- supervisors, the actor excepted; for those who work there (42501 otherwise).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION notify_house_managers(p_kind text, p_shelter uuid, p_subject uuid, p_supervisors boolean)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT p_shelter = ANY ((SELECT (actor_reach()).principals)::uuid[]) THEN
    RAISE EXCEPTION 'told by those who work in the house' USING ERRCODE = '42501';
  END IF;
  WITH others AS (
    SELECT u.id, r.role FROM users u
      JOIN current_roles r ON r.user_id = u.id AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
     WHERE u.active AND NOT u.system AND NOT u.service AND u.id <> mawa_actor()
  ), managers AS (
    SELECT o.id FROM others o
     WHERE o.role = 'shelter_manager' AND EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = o.id
       AND m.principal_kind = 'shelter' AND m.principal_id = p_shelter
       AND m.from_at <= mawa_now() AND (m.until_at IS NULL OR m.until_at > mawa_now()))
  )
  INSERT INTO tasks (kind, subject_id, for_user, due_at)
  SELECT p_kind, p_subject, reader.id, mawa_now()
    FROM (SELECT m.id FROM managers m UNION
          SELECT o.id FROM others o
           WHERE o.role = 'case_supervisor' AND (p_supervisors OR NOT EXISTS (SELECT 1 FROM managers))) AS reader
  ON CONFLICT DO NOTHING;
END
$$;
REVOKE EXECUTE ON FUNCTION notify_house_managers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notify_house_managers TO mawa_app;
RESET ROLE;
