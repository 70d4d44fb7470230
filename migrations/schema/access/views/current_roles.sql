-- Roles that are given now: not ended, and not past their last day. Those that need a second person and wait are among
-- them. The clock decides, so that a role opens nothing after its last day even where the job end-roles has not run yet.
CREATE OR REPLACE VIEW current_roles WITH (security_invoker = true) AS
SELECT r.id, r.user_id, r.role, r.opens_cases, r.needs_second, r.granted_by, r.granted_at, r.confirmed_by,
       r.confirmed_at, r.ended_at, r.last_day
  FROM user_roles r
 WHERE r.ended_at IS NULL
   AND (r.last_day IS NULL OR r.last_day >= (SELECT mawa_day(mawa_now())));
GRANT SELECT ON current_roles TO mawa_app, mawa_figures, mawa_blind, mawa_gate;
