-- Whether the actor says who reads this network: a named reader, or a supervisor who reads it and answers, in their own
-- place and without an end (may_assign_until), for somebody it concerns.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION mawa_keeps_network(p_network uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN mawa_reads_network(p_network)
    AND (EXISTS (
           SELECT 1 FROM network_readers r
            WHERE r.network_id = p_network AND r.user_id = mawa_actor() AND r.ended_at IS NULL)
         OR EXISTS (
           SELECT 1
             FROM (
               SELECT n.case_id FROM case_networks n
                WHERE n.network_id = p_network AND n.ended_at IS NULL
               UNION SELECT a.case_id
                 FROM network_apart a
                WHERE a.network_id = p_network AND a.ended_at IS NULL) c
            WHERE may_assign_until(c.case_id, mawa_actor()) = 'infinity'));
END
$$;
REVOKE EXECUTE ON FUNCTION mawa_keeps_network FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_keeps_network TO mawa_app;
RESET ROLE;
