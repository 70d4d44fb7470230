-- Lock of the ledger of a grant until the transaction ends, for every decision on its money: commitments,
-- submissions of partners, revisions, plans, donor money, signed months. It waits for charges in progress
-- (share_grant_ledger), and they wait for it.
CREATE OR REPLACE FUNCTION lock_grant_ledger(p_grant uuid) RETURNS void
LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended(p_grant::text, 14))
$$;
