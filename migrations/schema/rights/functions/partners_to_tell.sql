-- Partners that read no notices and would never know of an erasure: those without an account to whom something of
-- these files is shared, or who were not told yet that it is not any more. Runs with the caller's rights.
CREATE OR REPLACE FUNCTION partners_to_tell(p_files uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT s.recipient_id
    FROM shares s
   WHERE s.case_id = ANY (p_files)
     AND CASE WHEN s.closed_at IS NULL THEN NOT partner_has_account(s.recipient_id)
              ELSE EXISTS (
                SELECT 1 FROM tasks t WHERE t.kind = 'notify_partner' AND t.subject_id = s.id AND t.done_at IS NULL) END
   GROUP BY s.recipient_id
$$;
