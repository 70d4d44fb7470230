CREATE VIEW capacity_presence WITH (security_invoker=true) AS
SELECT p.id AS participant_id,
    p.training_id,
    p.learner_id,
    p.kind,
    h.minutes,
    h.of_minutes,
    t.state = 'held'::text AND p.left_on IS NULL AND (100::numeric * h.minutes) >= (t.least_presence::numeric * h.of_minutes) AS completed
   FROM capacity_participants p
     JOIN capacity_trainings t ON t.id = p.training_id
     CROSS JOIN LATERAL ( SELECT COALESCE(sum(d.minutes::numeric *
                CASE m.mark
                    WHEN 'present'::text THEN 1::numeric
                    WHEN 'half'::text THEN 0.5
                    ELSE 0::numeric
                END), 0::numeric) AS minutes,
            sum(d.minutes)::numeric AS of_minutes
           FROM capacity_days d
             LEFT JOIN LATERAL ( SELECT k.mark
                   FROM capacity_marks k
                  WHERE k.participant_id = p.id AND k.on_day = d.on_day
                  ORDER BY k.place DESC
                 LIMIT 1) m ON true
          WHERE d.training_id = p.training_id) h;
GRANT SELECT ON capacity_presence TO mawa_app, mawa_figures, mawa_gate;
