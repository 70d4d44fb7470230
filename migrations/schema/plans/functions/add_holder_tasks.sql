-- Opens a task for each who answers for a case (notify_case_holders), for an actor who has access to it. 42501
-- otherwise.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION add_holder_tasks(p_kind text, p_case uuid, p_subject uuid, p_due timestamptz)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_reaches(p_case) THEN
    RAISE EXCEPTION 'this actor opens no task about that' USING ERRCODE = '42501';
  END IF;
  PERFORM notify_case_holders(p_kind, p_case, p_subject, p_due);
END
$$;
REVOKE EXECUTE ON FUNCTION add_holder_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION add_holder_tasks TO mawa_app;
RESET ROLE;
