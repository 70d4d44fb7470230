CREATE VIEW return_bases WITH (security_invoker=true) AS
SELECT t.id AS track_id,
    t.case_id,
    t.door,
    t.country,
    t.region,
    t.state,
    b.base,
    s.ended_on
   FROM return_tracks t
     CROSS JOIN LATERAL ( SELECT max(s_1.on_day) FILTER (WHERE s_1.to_state = 'arrived'::text) AS arrived_on,
            max(s_1.on_day) FILTER (WHERE s_1.to_state = 'reintegrating'::text) AS begun_on,
            max(s_1.on_day) FILTER (WHERE s_1.to_state = ANY (ARRAY['withdrawn'::text, 'stopped'::text])) AS ended_on
           FROM return_steps s_1
          WHERE s_1.track_id = t.id) s
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN t.door <> 'home'::text THEN s.arrived_on
                    WHEN s.begun_on IS NOT NULL THEN t.left_on
                    ELSE NULL::date
                END AS base) b
  WHERE b.base IS NOT NULL;
GRANT SELECT ON return_bases TO mawa_app, mawa_figures, mawa_gate;
