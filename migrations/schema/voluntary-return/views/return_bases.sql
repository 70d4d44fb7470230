-- The day from which the follow-ups of each track count: the arrival; for who begins anew here (door 'home') the day
-- they left the shelter, once reintegration began. ended_on: the track was withdrawn or stopped. Invoker's rights: the
-- policies of return_tracks and return_steps decide.
CREATE OR REPLACE VIEW return_bases WITH (security_invoker = true) AS
SELECT t.id AS track_id, t.case_id, t.door, t.country, t.region, t.state, b.base, s.ended_on
  FROM return_tracks t
  CROSS JOIN LATERAL (
      SELECT max(s.on_day) FILTER (WHERE s.to_state = 'arrived') AS arrived_on,
             max(s.on_day) FILTER (WHERE s.to_state = 'reintegrating') AS begun_on,
             max(s.on_day) FILTER (WHERE s.to_state IN ('withdrawn', 'stopped')) AS ended_on
        FROM return_steps s
       WHERE s.track_id = t.id) s
  CROSS JOIN LATERAL (
      SELECT CASE
               WHEN t.door <> 'home' THEN s.arrived_on
               WHEN s.begun_on IS NOT NULL THEN t.left_on
             END AS base) b
 WHERE b.base IS NOT NULL;
GRANT SELECT ON return_bases TO mawa_app, mawa_figures, mawa_gate;
