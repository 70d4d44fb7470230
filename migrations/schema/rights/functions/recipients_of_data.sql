-- To whom data about people may go by a share in force, or went within a year by a share or with a list, and research (without
-- a name) with a list: for the register of processing. Names no person and counts none, so that it may be read by those who
-- read no file. A list whose end is not known counts as handed over.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recipients_of_data()
RETURNS TABLE (
  id uuid, name text, kind text, country text, has_share boolean, shared_until timestamptz, last_list_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_since timestamptz := mawa_now() - interval '1 year';
BEGIN
  IF NOT mawa_has_role('administrator', 'auditor', 'programme_officer') THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH lists AS (
      SELECT e.recipient_id, max(e.taken_at) AS last_at FROM exports e
       WHERE e.class = 'case_list' AND e.recipient <> 'office' AND e.handed_over IS DISTINCT FROM 0
         AND e.taken_at > v_since
       GROUP BY e.recipient_id
    ), shared AS (
      SELECT h.recipient_id, bool_or(h.closed_at IS NULL AND h.until_at > mawa_now()) AS in_force,
             max(coalesce(h.closed_at, h.until_at)) AS until_at
        FROM shares h GROUP BY h.recipient_id
       HAVING max(coalesce(h.closed_at, h.until_at)) > v_since
    )
    SELECT o.id, localized_name(o.name, o.names), o.kind, o.country::text, coalesce(s.in_force, false), s.until_at, l.last_at
      FROM organisations o
      LEFT JOIN lists l ON l.recipient_id = o.id
      LEFT JOIN shared s ON s.recipient_id = o.id
     WHERE s.recipient_id IS NOT NULL OR l.recipient_id IS NOT NULL
    UNION ALL
    SELECT NULL, NULL, 'research', NULL, false, NULL, l.last_at FROM lists l WHERE l.recipient_id IS NULL
     ORDER BY 2, 1;
END
$$;
REVOKE EXECUTE ON FUNCTION recipients_of_data FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recipients_of_data TO mawa_app;
RESET ROLE;
