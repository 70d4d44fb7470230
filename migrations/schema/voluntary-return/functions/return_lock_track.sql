-- Locks a track of a case that the actor reaches (lockTrack in plan/plan.queries.ts): changes of its plan, the
-- agreement, payments and the end of the track wait for each other.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_lock_track(p_track uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM return_tracks t WHERE t.id = p_track AND mawa_reaches(t.case_id) FOR NO KEY UPDATE;
END
$$;
REVOKE EXECUTE ON FUNCTION return_lock_track FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_lock_track TO mawa_app;
RESET ROLE;
