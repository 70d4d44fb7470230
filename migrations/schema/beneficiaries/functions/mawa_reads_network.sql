-- Whether the actor reads this network: their role opens cases, and they are a named reader or a case
-- supervisor who answers for somebody it concerns.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION mawa_reads_network(p_network uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN mawa_may_open_cases()
    AND (EXISTS (
           SELECT 1 FROM network_readers r
            WHERE r.network_id = p_network AND r.user_id = mawa_actor() AND r.ended_at IS NULL)
         OR mawa_has_role('case_supervisor')
           AND EXISTS (
             SELECT 1
               FROM (
                 SELECT n.case_id FROM case_networks n
                  WHERE n.network_id = p_network AND n.ended_at IS NULL
                 UNION SELECT a.case_id
                   FROM network_apart a
                  WHERE a.network_id = p_network AND a.ended_at IS NULL) c
              WHERE mawa_holds_fully(c.case_id)));
END
$$;
REVOKE EXECUTE ON FUNCTION mawa_reads_network FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_reads_network TO mawa_app;
RESET ROLE;
