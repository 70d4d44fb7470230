-- Deletes request ids, forms that were sent, sessions, pending sign-ins, finished jobs, events of webhooks and counters of
-- attempts whose time is over, and turns on duty after a year. A regular job of a system user (42501 otherwise). Returns how
-- many rows, sent forms, turns, pending sign-ins and counters excepted.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION prune_records() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  over timestamptz;
  removed bigint;
  total bigint := 0;
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'only a system user prunes' USING ERRCODE = '42501';
  END IF;
  over := mawa_now() - make_interval(days => mawa_setting('keep_request_ids_days')::int);
  DELETE FROM request_ids WHERE at < over;
  GET DIAGNOSTICS removed = ROW_COUNT;
  total := total + removed;
  DELETE FROM form_submissions WHERE at < over;

  over := mawa_now() - make_interval(days => mawa_setting('keep_ended_sessions_days')::int);
  DELETE FROM password_resets WHERE least(ended_at, expires_at) < over;
  DELETE FROM sessions WHERE least(ended_at, expires_at) < over;
  GET DIAGNOSTICS removed = ROW_COUNT;
  total := total + removed;

  over := mawa_now() - make_interval(days => mawa_setting('keep_finished_jobs_days')::int);
  DELETE FROM job_states WHERE job_id IN (SELECT id FROM jobs WHERE finished_at < over);
  DELETE FROM jobs WHERE finished_at < over;
  GET DIAGNOSTICS removed = ROW_COUNT;
  total := total + removed;

  DELETE FROM webhook_deliveries WHERE happened_at < mawa_now() - interval '30 days';
  GET DIAGNOSTICS removed = ROW_COUNT;
  total := total + removed;

  -- Who was on duty in a shelter.
  DELETE FROM shelter_duties WHERE until_at < mawa_now() - interval '1 year';

  DELETE FROM pending_sign_ins WHERE expires_at < mawa_now();
  -- Addresses that tried to sign in: of no use once they may try again.
  DELETE FROM rate_limits WHERE expire < extract(epoch FROM mawa_now()) * 1000;

  IF total > 0 THEN
    INSERT INTO audit_log (lane, actor_id, action, subject_kind, fields, body)
    VALUES (0, mawa_actor(), 'records.prune', 'record', ARRAY['removed:' || total], '{"kept":"over"}');
  END IF;
  RETURN total;
END
$$;
REVOKE EXECUTE ON FUNCTION prune_records FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prune_records TO mawa_app;
RESET ROLE;
