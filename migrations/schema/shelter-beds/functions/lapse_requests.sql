-- Lets open requests past their time expire, those of these people or all (null); whoever made them gets a
-- task. Returns how many.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION lapse_requests(p_cases uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_ids uuid[];
BEGIN
  WITH lapsed AS (
    UPDATE bed_requests q SET state = 'expired', held_until = NULL
     WHERE q.state = 'open'
       AND q.expires_at <= mawa_now()
       AND (q.held_until IS NULL OR q.held_until <= mawa_now())
       AND (p_cases IS NULL
            OR EXISTS (
              SELECT 1 FROM request_people p
               WHERE p.request_id = q.id AND p.case_id = ANY ((SELECT mawa_files_of(p_cases))::uuid[])))
    RETURNING q.id, q.created_by),
  notified AS (
    INSERT INTO tasks (kind, case_id, subject_id, for_user, due_at)
    SELECT 'bed_request_expired', p.case_id, l.id, l.created_by, mawa_now()
      FROM lapsed l
      JOIN request_people p ON p.request_id = l.id
    ON CONFLICT DO NOTHING)
  SELECT array_agg(id) INTO v_ids FROM lapsed;
  IF v_ids IS NOT NULL THEN
    PERFORM audit_of_the_system(
      '00000000-0000-4000-8000-000000000002', 'requests.expire', 'bed_request', v_ids);
  END IF;
  RETURN coalesce(cardinality(v_ids), 0);
END
$$;
REVOKE EXECUTE ON FUNCTION lapse_requests FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lapse_requests TO mawa_app;
RESET ROLE;
