-- Trigger of proceedings: the open tasks about a proceeding and its hearings, orders and measures pass from the colleague
-- who followed it to the next. What that one has already is ended (handed_over).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION proceeding_passes_tasks_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_tasks uuid[] := ARRAY(
    SELECT t.id
      FROM tasks t
     WHERE t.for_user = OLD.officer_id
       AND t.done_at IS NULL
       AND (t.kind = 'award_unpaid' AND t.subject_id = NEW.id
            OR t.kind IN ('hearing', 'hearing_court_closed')
               AND t.subject_id IN (SELECT h.id FROM hearings h WHERE h.proceeding_id = NEW.id)
            OR t.kind = 'court_order'
               AND t.subject_id IN (SELECT o.id FROM court_orders o WHERE o.proceeding_id = NEW.id)
            OR t.kind = 'measure_ends'
               AND t.subject_id IN (SELECT m.id FROM protection_measures m WHERE m.proceeding_id = NEW.id)));
BEGIN
  UPDATE tasks t SET for_user = NEW.officer_id
   WHERE t.id = ANY (v_tasks)
     AND NOT EXISTS (
       SELECT FROM tasks n
        WHERE n.kind = t.kind
          AND n.subject_id = t.subject_id
          AND n.for_user = NEW.officer_id
          AND n.done_at IS NULL);
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_somebody(), ended_by = 'handed_over'
   WHERE id = ANY (v_tasks) AND for_user = OLD.officer_id;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION proceeding_passes_tasks_on FROM PUBLIC;
GRANT EXECUTE ON FUNCTION proceeding_passes_tasks_on TO mawa_owner;
RESET ROLE;
