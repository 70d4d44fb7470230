-- Of each participant the minutes present and the minutes of the training, and whether they completed it:
-- held, not taken out, and present for least_presence per cent. Invoker's rights: the policies of
-- participants and marks decide.
CREATE OR REPLACE VIEW capacity_presence WITH (security_invoker = true) AS
SELECT p.id AS participant_id, p.training_id, p.learner_id, p.kind, h.minutes, h.of_minutes,
       t.state = 'held' AND p.left_on IS NULL AND 100 * h.minutes >= t.least_presence * h.of_minutes
         AS completed
  FROM capacity_participants p
  JOIN capacity_trainings t ON t.id = p.training_id
  CROSS JOIN LATERAL (
      SELECT coalesce(sum(d.minutes * CASE m.mark WHEN 'present' THEN 1 WHEN 'half' THEN 0.5 ELSE 0 END), 0)
               AS minutes,
             sum(d.minutes)::numeric AS of_minutes
        FROM capacity_days d
        LEFT JOIN LATERAL (
            SELECT k.mark
              FROM capacity_marks k
             WHERE k.participant_id = p.id AND k.on_day = d.on_day
             ORDER BY k.place DESC LIMIT 1) m ON true
       WHERE d.training_id = p.training_id) h;
GRANT SELECT ON capacity_presence TO mawa_app, mawa_figures, mawa_gate;
