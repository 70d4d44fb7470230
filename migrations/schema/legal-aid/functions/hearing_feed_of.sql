-- The owner of a calendar address by its digest, for the feed that nobody is signed in for; none where it was
-- revoked or its owner lost a role since.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION hearing_feed_of(p_digest bytea) RETURNS TABLE(feed_id uuid, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.id, f.user_id
    FROM hearing_feeds f
   WHERE f.token_digest = p_digest
     AND f.revoked_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = f.user_id AND r.ended_at >= f.made_at)
$$;
REVOKE EXECUTE ON FUNCTION hearing_feed_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hearing_feed_of TO mawa_app;
RESET ROLE;
