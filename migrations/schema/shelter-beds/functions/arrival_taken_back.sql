-- Trigger on booking_people: a check-in taken back closes the tasks about that arrival.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION arrival_taken_back() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor(), ended_by = 'arrival_taken_back'
   WHERE kind IN ('person_arrived', 'arrival_review') AND subject_id = NEW.booking_id AND done_at IS NULL;
  -- Nobody came back: the follow-ups that ended with this check-in wait again.
  UPDATE tasks t SET done_at = NULL, done_by = NULL
   WHERE t.case_id = NEW.case_id
     AND t.kind = 'exit_follow_up'
     AND t.ended_by = 'came_back'
     AND t.done_at >= (
           SELECT max(h.at) FROM booking_changes h WHERE h.booking_id = NEW.booking_id AND h.to_state = 'stay')
     AND NOT EXISTS (
           SELECT FROM tasks n
            WHERE n.kind = t.kind
              AND n.done_at IS NULL
              AND n.case_id = t.case_id
              AND n.subject_id IS NOT DISTINCT FROM t.subject_id
              AND n.for_user IS NOT DISTINCT FROM t.for_user
              AND n.for_role IS NOT DISTINCT FROM t.for_role);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION arrival_taken_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION arrival_taken_back TO mawa_owner;
RESET ROLE;
