-- Whether the actor may see a commitment because it pays a plan of theirs: they asked for it, or may read the
-- money of the case that it belongs to. Used by the policies of commitments, their steps and totals, and the
-- ledger (grant-budgeting/policies.sql).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_plan_asks_for(p_commitment uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
          SELECT 1
            FROM commitments c
           WHERE c.id = p_commitment AND c.origin = 'plan' AND c.made_by = mawa_actor())
      OR EXISTS (
          SELECT 1
            FROM return_plan_requests r
           WHERE r.commitment_id = p_commitment AND mawa_sees(r.case_id, 'money'));
END
$$;
REVOKE EXECUTE ON FUNCTION return_plan_asks_for FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_plan_asks_for TO mawa_app;
RESET ROLE;
