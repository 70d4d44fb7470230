CREATE VIEW work_due WITH (security_invoker=true) AS
SELECT s.placement_id,
    s.case_id,
    s.on_day AS base,
    m.months,
    d.due_on,
    d.due_on - m.days_before::integer AS opens_on,
    d.due_on + m.days_after::integer AS closes_on
   FROM work_placement_steps s
     JOIN work_marks m ON m.valid_from = (( SELECT max(k.valid_from) AS max
           FROM work_marks k
          WHERE k.valid_from <= s.on_day))
     CROSS JOIN LATERAL ( SELECT (s.on_day + make_interval(months => m.months::integer))::date AS due_on) d
  WHERE s.to_state = 'started'::text;
GRANT SELECT ON work_due TO mawa_app, mawa_figures, mawa_gate;
