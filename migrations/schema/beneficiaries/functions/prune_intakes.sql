-- Ends the intakes that nobody saved for intake_keep_days (outcome expired, their keys deleted) and opens a
-- task for holders intake_warning_days before that. A regular job of a system user (42501 otherwise). Answers
-- how many ended.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION prune_intakes() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  kept interval := make_interval(days => mawa_setting('intake_keep_days')::int);
  warned interval := make_interval(days => mawa_setting('intake_warning_days')::int);
  v_ids uuid[];
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'only a system user prunes' USING ERRCODE = '42501';
  END IF;
  SELECT coalesce(array_agg(d.id), '{}') INTO v_ids FROM (
    SELECT id FROM intakes WHERE ended_at IS NULL AND saved_at + kept <= mawa_now() ORDER BY id FOR UPDATE) d;
  PERFORM close_intake(i, 'expired', NULL) FROM unnest(v_ids) AS i;
  IF cardinality(v_ids) > 0 THEN
    INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
    VALUES (0, mawa_actor(), 'intakes.expire', 'intake', v_ids, '{"kept":"over"}');
  END IF;
  PERFORM open_task('intake_ends', NULL, i.id, NULL, i.holder_id, i.saved_at + kept)
     FROM intakes i WHERE i.ended_at IS NULL AND i.saved_at + kept - warned <= mawa_now();
  RETURN cardinality(v_ids);
END
$$;
REVOKE EXECUTE ON FUNCTION prune_intakes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prune_intakes TO mawa_app;
RESET ROLE;
