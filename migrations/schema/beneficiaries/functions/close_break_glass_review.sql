-- The verdict on a break-glass opening by somebody who may review it (mawa_may_review), once; not_justified
-- ends the access at once. Returns 0 where there was nothing to review for this actor.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION close_break_glass_review(p_id uuid, p_verdict text, p_note bytea) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_count integer;
BEGIN
  UPDATE break_glass g
     SET reviewed_by = mawa_actor(), reviewed_at = mawa_now(), verdict = p_verdict, review_note = p_note
   WHERE g.id = p_id AND g.reviewed_at IS NULL AND mawa_may_review(g.case_id, g.user_id);
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count > 0 THEN
    UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
     WHERE kind = 'break_glass' AND subject_id = p_id AND done_at IS NULL;
    IF p_verdict = 'not_justified' THEN
      UPDATE case_access SET until_at = mawa_now()
       WHERE reason = 'break_glass' AND source_id = p_id AND until_at > mawa_now();
    END IF;
  END IF;
  RETURN v_count;
END
$$;
REVOKE EXECUTE ON FUNCTION close_break_glass_review FROM PUBLIC;
GRANT EXECUTE ON FUNCTION close_break_glass_review TO mawa_app;
RESET ROLE;
