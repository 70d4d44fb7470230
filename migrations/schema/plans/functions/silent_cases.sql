-- The open cases without contact for so many days, as far as the actor reads their care: those that the actor answers for
-- in their own name or as a deputy, and for a case supervisor those of the officers that the supervisor counts
-- (caseload_officers). Reads may_read_case() as a join, and the end of an access as the index case_access_by_principal
-- writes it. Of few cases the last contact is asked (last_contacts); of many, who was met since (contacted_since).
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION silent_cases(p_days integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c_many CONSTANT integer := 1000;
  v_since date := mawa_day(mawa_now()) - p_days;
  v_reach reach := actor_reach();
  v_holders uuid[] := v_reach.principals || ARRAY(SELECT o.user_id FROM caseload_officers() o);
  v_cases uuid[];
BEGIN
  v_cases := ARRAY(
    SELECT c.id
      FROM cases c
     WHERE c.id IN (
         SELECT a.case_id
           FROM case_access a
          WHERE a.principal_id = ANY (v_holders)
            AND a.principal_kind = 'user'
            AND a.reason IN ('registered', 'assigned')
            AND a.from_at <= mawa_now()
            AND CASE WHEN a.until_at IS NULL THEN 'infinity' ELSE a.until_at END > mawa_now())
       AND c.id IN (
         SELECT r.case_id
           FROM case_access r
          WHERE r.principal_id = ANY (v_reach.principals)
            AND r.parts @> ARRAY['care']
            AND r.from_at <= mawa_now()
            AND CASE WHEN r.until_at IS NULL THEN 'infinity' ELSE r.until_at END > mawa_now())
       AND c.id <> ALL (v_reach.hidden_cases)
       AND c.merged_into IS NULL
       AND c.stage NOT IN ('closed', 'not_victim'));
  IF cardinality(v_cases) < c_many THEN
    RETURN QUERY SELECT l.case_id FROM last_contacts(v_cases) l WHERE l.on_day < v_since;
  ELSE
    RETURN QUERY SELECT unnest(v_cases) EXCEPT SELECT contacted_since(v_since);
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION silent_cases FROM PUBLIC;
GRANT EXECUTE ON FUNCTION silent_cases TO mawa_app;
RESET ROLE;
