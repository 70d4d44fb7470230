-- The same lock, shared: charges of one grant do not wait for each other here, only at the line that they
-- share (lock_charged_lines).
CREATE OR REPLACE FUNCTION share_grant_ledger(p_grant uuid) RETURNS void
LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock_shared(hashtextextended(p_grant::text, 14))
$$;
