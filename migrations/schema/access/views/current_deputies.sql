-- Who stands in for whom now: named by the absent person, or confirmed, begun and not over.
CREATE OR REPLACE VIEW current_deputies WITH (security_invoker = true) AS
SELECT d.user_id, d.deputy_id, d.until_at
  FROM deputies d
 WHERE (d.given_by = d.user_id OR d.confirmed_by IS NOT NULL)
   AND d.ended_at IS NULL
   AND d.from_at <= (SELECT mawa_now())
   AND d.until_at > (SELECT mawa_now());
GRANT SELECT ON current_deputies TO mawa_app, mawa_gate;
