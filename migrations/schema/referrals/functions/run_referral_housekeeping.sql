-- Hourly job (referrals.schedule.ts): unanswered referrals become a task for the sender, later for the
-- supervisors, then lapse; accepted ones without news become a task. 42501 for anybody but the system.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION run_referral_housekeeping() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_one record;
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'done by the hourly round alone' USING ERRCODE = '42501';
  END IF;
  FOR v_one IN SELECT id, case_id, state, due_at, answered_at FROM referrals WHERE live ORDER BY id LOOP
    CONTINUE WHEN v_one.due_at > mawa_now();
    IF v_one.answered_at IS NULL THEN
      IF v_one.due_at <= mawa_now() - make_interval(days => mawa_setting('referral_lapse_days')::int) THEN
        -- In the order of every step, the share first: an answer that came meanwhile counts.
        PERFORM 1
          FROM shares s
         WHERE s.id = (SELECT r.share_id FROM referrals r WHERE r.id = v_one.id)
         FOR UPDATE;
        PERFORM 1 FROM referrals r WHERE r.id = v_one.id AND r.live AND r.answered_at IS NULL FOR UPDATE;
        CONTINUE WHEN NOT FOUND;
        INSERT INTO referral_steps (referral_id, case_id, to_state, side, how, reason)
        VALUES (v_one.id, v_one.case_id, 'expired', 'system', 'here', 'no_answer');
        CONTINUE;
      END IF;
      IF NOT EXISTS (
          SELECT 1 FROM tasks t WHERE t.kind = 'referral_overdue' AND t.subject_id = v_one.id) THEN
        PERFORM notify_referral_sender('referral_overdue', v_one.id, v_one.due_at);
      END IF;
      IF v_one.due_at <= mawa_now() - make_interval(days => mawa_setting('referral_supervisor_days')::int)
          AND NOT EXISTS (
              SELECT 1 FROM tasks t WHERE t.kind = 'referral_late' AND t.subject_id = v_one.id) THEN
        PERFORM notify_referral_supervisors(v_one.case_id, v_one.id);
      END IF;
    ELSIF NOT EXISTS (
            SELECT 1
              FROM referral_steps s
             WHERE s.referral_id = v_one.id
               AND s.at > mawa_now() - make_interval(days => mawa_setting('referral_outcome_days')::int))
        AND NOT EXISTS (
            SELECT 1
              FROM tasks t
             WHERE t.kind = 'referral_no_news' AND t.subject_id = v_one.id AND t.done_at IS NULL) THEN
      PERFORM notify_referral_sender('referral_no_news', v_one.id, mawa_now());
    END IF;
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION run_referral_housekeeping FROM PUBLIC;
GRANT EXECUTE ON FUNCTION run_referral_housekeeping TO mawa_app;
RESET ROLE;
