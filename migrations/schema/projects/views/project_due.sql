-- Every review that is or will be due of a business that began running: due day, and first and last day of
-- its window, by the marks in force on the day of the start. Invoker's rights: the policies of project_steps
-- decide.
CREATE OR REPLACE VIEW project_due WITH (security_invoker = true) AS
SELECT s.project_id, s.on_day AS base, m.months, d.due_on, d.due_on - m.days_before AS opens_on,
       d.due_on + m.days_after AS closes_on
  FROM project_steps s
  JOIN project_marks m
      ON m.valid_from = (SELECT max(k.valid_from) FROM project_marks k WHERE k.valid_from <= s.on_day AND NOT k.cancelled)
     AND NOT m.cancelled
  CROSS JOIN LATERAL (SELECT (s.on_day + make_interval(months => m.months))::date AS due_on) d
 WHERE s.to_state = 'running';
GRANT SELECT ON project_due TO mawa_app, mawa_figures, mawa_gate;
