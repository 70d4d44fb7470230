-- The reconciliation statement of an agency up to a day, the one definition: `ours` = `theirs` + open items
-- by reason + what matches differ by. A match whose other side lies after the day is `timing`. Read by pages
-- and by agency_month_forward, which keeps what is signed.
CREATE OR REPLACE FUNCTION agency_bridge(p_grant uuid, p_organisation uuid, p_until date)
RETURNS TABLE(part text, reason text, items bigint, amount numeric)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH entries AS MATERIALIZED (
      -- Once: without statistics the planner would group the entries of the agency again for each match.
      SELECT e.transaction_id, e.line_id, e.amount, e.booked_on <= p_until AS within
        FROM agency_entries e
       WHERE e.grant_id = p_grant AND e.organisation_id = p_organisation),
  sides AS (
      SELECT x.match_id, e.amount, e.within
        FROM entries e
        JOIN matched_entries x ON x.transaction_id = e.transaction_id AND x.line_id = e.line_id AND x.stands
      UNION ALL
      SELECT x.match_id, -r.amount, r.month <= p_until
        FROM agency_rows r
        JOIN matched_rows x ON x.row_id = r.id AND x.stands
       WHERE r.grant_id = p_grant AND r.organisation_id = p_organisation),
  sums AS MATERIALIZED (
      SELECT s.match_id, sum(s.amount) FILTER (WHERE s.within) AS amount, bool_and(s.within) AS whole
        FROM sides s
       GROUP BY s.match_id),
  matched AS (
      SELECT m.reason, s.amount, s.whole
        FROM sums s
        JOIN ledger_matches m ON m.id = s.match_id
       WHERE m.grant_id = p_grant AND m.organisation_id = p_organisation)
  SELECT 'ours', NULL::text, NULL::bigint, coalesce(sum(d.amount), 0)::numeric(16, 2)
    FROM ledger_days d
    JOIN ledger_accounts a ON a.id = d.account_id AND a.kind IN ('spent', 'unfunded')
    JOIN budget_lines l ON l.id = a.line_id
   WHERE l.grant_id = p_grant AND l.organisation_id = p_organisation AND d.day <= p_until
  UNION ALL
  SELECT 'theirs', NULL, NULL, coalesce(sum(r.amount), 0)::numeric(16, 2)
    FROM agency_rows_that_count r
   WHERE r.grant_id = p_grant AND r.organisation_id = p_organisation AND r.month <= p_until
  UNION ALL
  SELECT 'open_' || o.side, o.reason, count(*),
         sum(CASE WHEN o.side = 'ours' THEN o.amount ELSE -o.amount END)::numeric(16, 2)
    FROM agency_open_items(p_grant, p_organisation, p_until) o
   GROUP BY o.side, o.reason
  UNION ALL
  SELECT 'match', CASE WHEN m.whole THEN m.reason ELSE 'timing' END, count(*), sum(m.amount)::numeric(16, 2)
    FROM matched m
   WHERE m.amount <> 0
   GROUP BY 2
$$;
