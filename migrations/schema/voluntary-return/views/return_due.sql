-- Every follow-up that is or will be due of a returned person: due day, and first and last day of its window, by the
-- marks in force on the day that it counts from. Invoker's rights: the policies of the tracks decide.
CREATE OR REPLACE VIEW return_due WITH (security_invoker = true) AS
SELECT b.track_id, b.case_id, b.door, b.country, b.region, b.state, b.base, m.months, m.mode, d.due_on,
       d.due_on - m.days_before AS opens_on, d.due_on + m.days_after AS closes_on
  FROM return_bases b
  JOIN return_marks m
      ON m.valid_from = (SELECT max(k.valid_from) FROM return_marks k WHERE k.valid_from <= b.base AND NOT k.cancelled)
     AND NOT m.cancelled
  CROSS JOIN LATERAL (SELECT (b.base + make_interval(months => m.months))::date AS due_on) d
 WHERE b.ended_on IS NULL OR d.due_on <= b.ended_on;
GRANT SELECT ON return_due TO mawa_app, mawa_figures, mawa_gate;
