-- The actor, or the system user of jobs if the transaction has none (a page without an account): for columns that must
-- name an actor.
CREATE OR REPLACE FUNCTION mawa_somebody() RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce((SELECT id FROM users WHERE id = mawa_actor()), '00000000-0000-4000-8000-000000000003');
END
$$;
