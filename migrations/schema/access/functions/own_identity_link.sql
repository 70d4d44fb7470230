-- The link of this subject (p_digest), where it is of the actor's own account and that account may sign in through this
-- edition; null otherwise.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION own_identity_link(p_digest bytea, p_edition uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT l.id FROM identity_links l
           WHERE l.subject_digest = p_digest AND l.ended_at IS NULL AND l.user_id = mawa_actor()
             AND identity_refusal(l.user_id, p_edition) IS NULL);
END
$$;
REVOKE EXECUTE ON FUNCTION own_identity_link FROM PUBLIC;
GRANT EXECUTE ON FUNCTION own_identity_link TO mawa_app;
RESET ROLE;
