-- Trigger on complaint_stages: the step is legal from here (complaint_step_is_legal), by the handler
-- (complaint_has_a_handler), an answer has words (complaint_answer_has_words) and a grave complaint a second
-- focal point before it closes (complaint_needs_a_second), all 23514; then it updates the complaint. An
-- appeal keeps out everybody who had it in hand.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION complaint_takes_a_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c complaints%ROWTYPE;
  v_by text := CASE
    WHEN NEW.from_stage IS NULL THEN 'channel'
    WHEN NEW."by" IS NULL THEN 'person'
    ELSE 'focal_point'
  END;
  v_takes boolean;
BEGIN
  SELECT * INTO c FROM complaints WHERE id = NEW.complaint_id FOR UPDATE;
  IF c.destroyed_at IS NOT NULL OR c.stage IS DISTINCT FROM coalesce(NEW.from_stage, 'received')
     OR (NEW.from_stage IS NULL AND EXISTS (SELECT 1 FROM complaint_stages s WHERE s.complaint_id = c.id))
     OR NOT EXISTS (SELECT 1 FROM complaint_steps s WHERE s.from_stage IS NOT DISTINCT FROM NEW.from_stage
          AND s.to_stage = NEW.to_stage AND s.by = v_by) THEN
    RAISE EXCEPTION 'not a step from here' USING ERRCODE = '23514', CONSTRAINT = 'complaint_step_is_legal';
  END IF;
  -- Acknowledging and reopening take it in hand.
  v_takes := v_by = 'focal_point' AND NEW.to_stage IN ('acknowledged', 'reopened');
  IF v_by = 'focal_point' AND NOT v_takes AND c.handler_id IS DISTINCT FROM NEW."by" THEN
    RAISE EXCEPTION 'another follows it' USING ERRCODE = '23514', CONSTRAINT = 'complaint_has_a_handler';
  END IF;
  IF NEW.to_stage = 'answered' AND NOT EXISTS (
       SELECT 1 FROM complaint_words w WHERE w.complaint_id = c.id AND w.kind = 'answer'
          AND w.at >= coalesce((SELECT max(s.at) FROM complaint_stages s WHERE s.complaint_id = c.id
                AND s.to_stage IN ('reopened', 'appealed')), c.received_at)) THEN
    RAISE EXCEPTION 'an answer has words' USING ERRCODE = '23514', CONSTRAINT = 'complaint_answer_has_words';
  END IF;
  IF NEW.to_stage = 'closed' AND c.safeguarding AND c.second_id IS NULL THEN
    RAISE EXCEPTION 'a second focal point has not seen it'
      USING ERRCODE = '23514', CONSTRAINT = 'complaint_needs_a_second';
  END IF;
  -- Its end was asked for as it stood then: opened again, it is asked for anew.
  IF NEW.to_stage IN ('reopened', 'appealed') THEN
    DELETE FROM complaint_destructions d WHERE d.complaint_id = c.id AND d.approved_at IS NULL;
  END IF;
  IF NEW.to_stage = 'appealed' THEN
    INSERT INTO complaint_kept_out (complaint_id, user_id, why)
    SELECT DISTINCT c.id, h.user_id, 'appeal'
      FROM complaint_hands h
     WHERE h.complaint_id = c.id
    ON CONFLICT DO NOTHING;
  END IF;
  UPDATE complaints
     SET stage = NEW.to_stage, due_at = NEW.due_at,
         handler_id = CASE WHEN v_takes THEN NEW."by" WHEN NEW.to_stage <> 'appealed' THEN handler_id END,
         second_id = CASE WHEN v_takes AND second_id = NEW."by" THEN NULL ELSE second_id END,
         heard_to = CASE
           WHEN v_takes
             THEN greatest(heard_to,
                           (
                             SELECT max(w.place) FROM complaint_words w
                              WHERE w.complaint_id = c.id AND w.kind = 'said'))
           ELSE heard_to
         END,
         acknowledged_at = CASE NEW.to_stage
           WHEN 'acknowledged' THEN coalesce(acknowledged_at, mawa_now())
           ELSE acknowledged_at
         END,
         answered_at
           = CASE NEW.to_stage WHEN 'answered' THEN coalesce(answered_at, mawa_now()) ELSE answered_at END,
         closed_at = CASE WHEN NEW.to_stage = 'closed' THEN mawa_now() END
   WHERE id = c.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION complaint_takes_a_step FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaint_takes_a_step TO mawa_owner;
RESET ROLE;
