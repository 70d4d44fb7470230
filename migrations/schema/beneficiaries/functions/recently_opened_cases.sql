-- The cases whose file the actor opened on a page within thirty days, with the last time of each; read from the actor's
-- own rows of the audit log (audit_by_actor). Ids alone: the caller joins cases, whose policy leaves out what is no
-- longer open to the actor.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recently_opened_cases() RETURNS TABLE (case_id uuid, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT r.subject, max(r.read_at)
    FROM (SELECT l.subject_ids[1] AS subject, l.at AS read_at
            FROM audit_log l
           WHERE l.actor_id = mawa_actor() AND l.action = 'people.read' AND l.outcome = 'done'
             AND l.at > mawa_now() - interval '30 days'
           ORDER BY l.at DESC LIMIT 100) r
   WHERE r.subject IS NOT NULL
   GROUP BY r.subject;
END
$$;
REVOKE EXECUTE ON FUNCTION recently_opened_cases FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recently_opened_cases TO mawa_app;
RESET ROLE;
