-- Trigger: a project with a payment that stands is not withdrawn from. 23514 project_paid_ends.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_ends_paid() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
      SELECT 1 FROM project_payments p WHERE p.project_id = NEW.project_id AND p.taken_back_at IS NULL) THEN
    RAISE EXCEPTION 'something is paid' USING ERRCODE = '23514', CONSTRAINT = 'project_paid_ends';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_ends_paid FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_ends_paid TO mawa_owner;
RESET ROLE;
