-- Opens a case in an emergency, by its number: identity, contact, health and care for break_glass_hours, with
-- a task to review it. `answer` is opened, open (the actor sees as much already), too_many (limit of 24
-- hours) or none; the same "none" for no such number, a role that opens no cases, a conflict of interest, and
-- a restricted case whose named people the actor is not among (unless supervisor).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION break_glass(
  p_id uuid,
  p_number text,
  p_cause text,
  OUT answer text,
  OUT case_id uuid,
  OUT until_at timestamptz
) RETURNS record
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_case uuid;
  v_actor uuid := mawa_actor();
  v_user uuid;
  v_parts text[];
  v_due timestamptz;
  v_restricted boolean;
BEGIN
  PERFORM mawa_acts_in_person();
  PERFORM pg_advisory_xact_lock(hashtextextended('break-glass/' || v_actor, 0));
  IF (
    SELECT count(*) FROM break_glass g
     WHERE g.user_id = v_actor AND g.at > mawa_now() - interval '24 hours')
     >= (mawa_setting('break_glass_per_day'))::int THEN
    answer := 'too_many';
    RETURN;
  END IF;
  v_case := (SELECT c.id FROM cases c WHERE c.case_number = p_number);
  IF v_case IS NOT NULL THEN
    PERFORM mawa_access_turn(v_case);
  END IF;
  v_restricted := mawa_restricted(v_case);
  IF NOT mawa_may_open_cases() OR v_case IS NULL OR mawa_blocked(v_case, v_actor)
     OR (v_restricted AND NOT mawa_named(v_case, v_actor) AND NOT mawa_is_supervisor(v_actor)) THEN
    INSERT INTO break_glass (id, user_id, cause) VALUES (p_id, v_actor, p_cause);
    IF v_case IS NOT NULL THEN
      INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, outcome, body)
      VALUES (0, v_actor, 'people.break_glass', 'case', ARRAY[v_case], 'refused',
              '{"cause":"' || p_cause || '"}');
    END IF;
    answer := 'none';
    RETURN;
  END IF;
  SELECT parts INTO v_parts FROM access_reasons WHERE reason = 'break_glass';
  case_id := v_case;
  IF v_case <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[]) AND v_parts <@ ARRAY(
       SELECT p FROM case_access a CROSS JOIN unnest(a.parts) AS p
        WHERE a.case_id = v_case AND a.principal_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
          AND a.from_at <= mawa_now()
          AND (a.until_at IS NULL OR a.until_at > mawa_now())) THEN
    answer := 'open';
    RETURN;
  END IF;
  answer := 'opened';
  until_at := mawa_now() + make_interval(hours => (mawa_setting('break_glass_hours'))::int);
  INSERT INTO break_glass (id, case_id, user_id, cause, restricted, until_at)
  VALUES (p_id, v_case, v_actor, p_cause, v_restricted, until_at);
  INSERT INTO case_access (
    case_id, principal_kind, principal_id, reason, parts, source_id, until_at, given_by)
  VALUES (v_case, 'user', v_actor, 'break_glass', v_parts, p_id, until_at, v_actor);
  v_due := mawa_now() + make_interval(hours => (mawa_setting('break_glass_review_hours'))::int);
  FOREACH v_user IN ARRAY mawa_break_glass_reviewers(v_case, v_actor) LOOP
    PERFORM open_task('break_glass', v_case, p_id, NULL, v_user, v_due);
  END LOOP;
  PERFORM 1 FROM tasks t WHERE t.kind = 'break_glass' AND t.subject_id = p_id;
  IF NOT FOUND THEN
    PERFORM open_task('break_glass', v_case, p_id, 'case_supervisor', NULL, v_due);
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION break_glass FROM PUBLIC;
GRANT EXECUTE ON FUNCTION break_glass TO mawa_app;
RESET ROLE;
