-- Every follow-up that is or will be due of a placement that started: due day, and first and last day of its
-- window, by the marks in force on the day of the start. Invoker's rights: the policies of
-- work_placement_steps decide.
CREATE OR REPLACE VIEW work_due WITH (security_invoker = true) AS
SELECT s.placement_id, s.case_id, s.on_day AS base, m.months, d.due_on, d.due_on - m.days_before AS opens_on,
       d.due_on + m.days_after AS closes_on
  FROM work_placement_steps s
  JOIN work_marks m
      ON m.valid_from = (SELECT max(k.valid_from) FROM work_marks k WHERE k.valid_from <= s.on_day AND NOT k.cancelled)
     AND NOT m.cancelled
  CROSS JOIN LATERAL (SELECT (s.on_day + make_interval(months => m.months))::date AS due_on) d
 WHERE s.to_state = 'started';
GRANT SELECT ON work_due TO mawa_app, mawa_figures, mawa_gate;
