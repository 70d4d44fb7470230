-- How many proposals of a new grant wait for a confirmation, for the check list of administrators, who read no budget;
-- null for anybody else.
CREATE OR REPLACE FUNCTION grants_waiting() RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_has_role('administrator') THEN RETURN NULL; END IF;
  RETURN (
    SELECT count(*)::integer
      FROM grant_proposals p
     WHERE p.kind = 'open' AND NOT EXISTS (SELECT 1 FROM grant_decisions d WHERE d.proposal_id = p.id));
END
$$;
REVOKE EXECUTE ON FUNCTION grants_waiting FROM PUBLIC;
GRANT EXECUTE ON FUNCTION grants_waiting TO mawa_app;
