-- What has no match up to a day, of both sides, with its last reason (NULL = unexplained).
CREATE OR REPLACE FUNCTION agency_open_items(p_grant uuid, p_organisation uuid, p_until date)
RETURNS TABLE(side text, transaction_id uuid, line_id uuid, row_id uuid, on_day date, amount numeric,
  reason text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT 'ours', e.transaction_id, e.line_id, NULL::uuid, e.booked_on, e.amount,
         (SELECT o.reason
            FROM open_item_reasons o
           WHERE o.transaction_id = e.transaction_id AND o.line_id = e.line_id
           ORDER BY o.id DESC LIMIT 1)
    FROM agency_entries e
   WHERE e.grant_id = p_grant
     AND e.organisation_id = p_organisation
     AND e.booked_on <= p_until
     AND NOT EXISTS (
         SELECT 1
           FROM matched_entries m
          WHERE m.transaction_id = e.transaction_id AND m.line_id = e.line_id AND m.stands)
  UNION ALL
  SELECT 'theirs', NULL, NULL, r.id, r.on_day, r.amount,
         (SELECT o.reason FROM open_item_reasons o WHERE o.row_id = r.id ORDER BY o.id DESC LIMIT 1)
    FROM agency_rows_that_count r
   WHERE r.grant_id = p_grant
     AND r.organisation_id = p_organisation
     AND r.month <= p_until
     AND NOT EXISTS (SELECT 1 FROM matched_rows m WHERE m.row_id = r.id AND m.stands)
$$;
