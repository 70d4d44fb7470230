-- Hourly job (hotline.schedule.ts): ends calls left open, destroys words and their keys, digests, blocks, calls
-- and call-backs when their time is over, and closes call-backs that nobody reached. Returns how many records
-- were pruned; what was pruned is audited. 42501 for anybody but the system.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION hotline_housekeeping() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_ids uuid[];
  v_some uuid[];
  v_count integer := 0;
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'only a system user tends the line' USING ERRCODE = '42501';
  END IF;
  UPDATE calls
     SET ended_at = mawa_now(), outcome = 'cut_off', revision = revision + 1
   WHERE ended_at IS NULL
     AND began_at <= mawa_now() - make_interval(hours => mawa_setting('hotline_open_hours')::int);
  SELECT coalesce(array_agg(d.id), '{}') INTO v_ids
    FROM (SELECT id
            FROM calls
           WHERE sealed IS NOT NULL
             AND ended_at IS NOT NULL
             AND ended_at <= mawa_now() - make_interval(days => mawa_setting('hotline_text_keep_days')::int)
           ORDER BY id FOR UPDATE) d;
  UPDATE calls SET sealed = NULL WHERE id = ANY (v_ids);
  DELETE FROM keys.record_keys WHERE kind = 'call' AND record_id = ANY (v_ids);
  v_count := v_count + cardinality(v_ids);
  UPDATE calls
     SET caller = NULL
   WHERE caller IS NOT NULL
     AND ended_at IS NOT NULL
     AND began_at <= mawa_now() - make_interval(days => mawa_setting('hotline_number_keep_days')::int)
     AND NOT EXISTS (
         SELECT 1
           FROM caller_blocks b
          WHERE b.caller = calls.caller AND b.lifted_at IS NULL AND b.until_at > mawa_now());
  DELETE FROM caller_blocks
   WHERE least(lifted_at, until_at)
     <= mawa_now() - make_interval(days => mawa_setting('hotline_number_keep_days')::int);
  SELECT coalesce(array_agg(d.id), '{}') INTO v_some
    FROM (SELECT id
            FROM calls
           WHERE ended_at IS NOT NULL
             AND began_at <= mawa_now() - make_interval(days => mawa_setting('hotline_call_keep_days')::int)
           ORDER BY id FOR UPDATE) d;
  DELETE FROM keys.record_keys WHERE kind = 'call' AND record_id = ANY (v_some);
  DELETE FROM calls WHERE id = ANY (v_some);
  v_ids := v_ids || v_some;
  v_count := v_count + cardinality(v_some);
  IF cardinality(v_ids) > 0 THEN
    INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
    VALUES (0, mawa_actor(), 'calls.prune', 'call', v_ids, '{"kept":"over"}');
  END IF;
  DELETE FROM call_link_tries WHERE at <= mawa_now() - interval '1 day';
  -- Nobody could be reached: the promise ends, and is not forgotten silently.
  SELECT coalesce(array_agg(d.id), '{}') INTO v_ids
    FROM (SELECT id
            FROM call_backs
           WHERE closed_at IS NULL
             AND greatest(due_at, opened_at)
               <= mawa_now() - make_interval(days => mawa_setting('call_back_expire_days')::int)
           ORDER BY id FOR UPDATE) d;
  UPDATE call_backs
     SET closed_at = mawa_now(), closed_by = mawa_actor(), closed_why = 'expired'
   WHERE id = ANY (v_ids);
  UPDATE tasks
     SET done_at = mawa_now(), done_by = mawa_actor()
   WHERE kind = 'call_back' AND subject_id = ANY (v_ids) AND done_at IS NULL;
  IF cardinality(v_ids) > 0 THEN
    INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
    VALUES (0, mawa_actor(), 'call_backs.expire', 'call_back', v_ids, '{"kept":"over"}');
  END IF;
  SELECT coalesce(array_agg(d.id), '{}') INTO v_ids
    FROM (SELECT id
            FROM call_backs
           WHERE closed_at IS NOT NULL
             AND closed_at <= mawa_now() - make_interval(days => mawa_setting('call_back_keep_days')::int)
           ORDER BY id FOR UPDATE) d;
  DELETE FROM keys.record_keys WHERE kind = 'call_back' AND record_id = ANY (v_ids);
  DELETE FROM call_backs WHERE id = ANY (v_ids);
  IF cardinality(v_ids) > 0 THEN
    INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
    VALUES (0, mawa_actor(), 'call_backs.prune', 'call_back', v_ids, '{"kept":"over"}');
  END IF;
  RETURN v_count + cardinality(v_ids);
END
$$;
REVOKE EXECUTE ON FUNCTION hotline_housekeeping FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hotline_housekeeping TO mawa_app;
RESET ROLE;
