-- Organisations to which data about people may go by a share in force, or went with a list within a year: for the register
-- of processing. Names no person and counts none, so that it may be read by those who read no file.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recipients_of_data()
RETURNS TABLE (id uuid, name text, kind text, country text, has_share boolean, last_list_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_has_role('administrator', 'auditor', 'programme_officer') THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT o.id, o.name, o.kind, o.country::text, s.has_share, l.last_list_at
      FROM organisations o
     CROSS JOIN LATERAL (
       SELECT EXISTS (
         SELECT FROM shares h WHERE h.recipient_id = o.id AND h.closed_at IS NULL AND h.until_at > mawa_now()
       ) AS has_share) s
     CROSS JOIN LATERAL (
       SELECT max(e.taken_at) AS last_list_at FROM exports e
        WHERE e.recipient_id = o.id AND e.class = 'case_list' AND e.handed_over > 0
          AND e.taken_at > mawa_now() - interval '1 year') l
     WHERE s.has_share OR l.last_list_at IS NOT NULL
     ORDER BY o.name, o.id;
END
$$;
REVOKE EXECUTE ON FUNCTION recipients_of_data FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recipients_of_data TO mawa_app;
RESET ROLE;
