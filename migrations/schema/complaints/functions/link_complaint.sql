-- Links a complaint that the actor reads to the case of this number: linked, none (no such case, or hidden
-- from the actor) or too_many (more than complaint_files_per_day tries in 24 hours). 42501 for other
-- complaints.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION link_complaint(p_complaint uuid, p_number text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT p_complaint = ANY (mawa_complaints_seen()) THEN
    RAISE EXCEPTION 'not a complaint of this actor' USING ERRCODE = '42501';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('link-complaint/' || mawa_actor(), 0));
  IF (
    SELECT count(*) FROM complaint_trail t
     WHERE t.actor_id = mawa_actor()
       AND t.action = 'complaints.asked_for_a_file'
       AND t.at > mawa_now() - interval '24 hours') > mawa_setting('complaint_files_per_day')::int THEN
    RETURN 'too_many';
  END IF;
  INSERT INTO complaint_links (complaint_id, case_id, linked_by)
  SELECT p_complaint, c.id, mawa_actor() FROM cases c
   WHERE c.case_number = p_number
     AND c.id <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[]) ON CONFLICT DO NOTHING;
  RETURN CASE WHEN EXISTS (SELECT 1 FROM complaint_links l JOIN cases c ON c.id = l.case_id
      WHERE l.complaint_id = p_complaint AND c.case_number = p_number
        AND c.id <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[]))
    THEN 'linked' ELSE 'none' END;
END
$$;
REVOKE EXECUTE ON FUNCTION link_complaint FROM PUBLIC;
GRANT EXECUTE ON FUNCTION link_complaint TO mawa_app;
RESET ROLE;
