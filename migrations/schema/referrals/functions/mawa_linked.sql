-- The subject of the link that stands in the session (mawa_link, a digest), where it is of this kind and
-- holds; NULL otherwise. For policies and for the functions of links.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION mawa_linked(p_kind text) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    SELECT subject_id
      FROM partner_links
     WHERE digest = mawa_link() AND kind = p_kind AND ended_at IS NULL AND expires_at > mawa_now());
END
$$;
REVOKE EXECUTE ON FUNCTION mawa_linked FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_linked TO mawa_app;
RESET ROLE;
