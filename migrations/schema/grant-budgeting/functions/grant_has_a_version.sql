-- Trigger of grants, at the end of the transaction that opens one: writes version 1.
CREATE OR REPLACE FUNCTION grant_has_a_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO grant_versions (
      grant_id, version, effective_on, definition, proposal_id, in_force_at, in_force_by)
  SELECT g.id, 1, g.starts_on, grant_definition(g.id), d.proposal_id, d.decided_at, d.decided_by
    FROM grants g LEFT JOIN grant_decisions d ON d.grant_id = g.id
   WHERE g.id = NEW.id;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION grant_has_a_version FROM PUBLIC;
