-- When somebody is asked again how life, work or a project goes: months after the start, and the days around it.
-- After a return.
INSERT INTO return_marks (valid_from, months, days_before, days_after, mode, source) VALUES
  ('2000-01-01', 1, 7, 14, 'visit', 'programme rule, after common practice (not a standard)'),
  ('2000-01-01', 3, 14, 21, 'visit', 'programme rule, after common practice (not a standard)'),
  ('2000-01-01', 6, 14, 30, 'call', 'programme rule, after common practice (not a standard)'),
  ('2000-01-01', 12, 30, 30, 'visit', 'programme rule, after common practice (not a standard)');

-- In work.
INSERT INTO work_marks (valid_from, months, days_before, days_after, source) VALUES
  ('2000-01-01', 1, 7, 14, 'programme rule, after common practice (not a standard)'),
  ('2000-01-01', 3, 14, 21, 'programme rule, after common practice (not a standard)'),
  ('2000-01-01', 6, 14, 30, 'programme rule, after common practice (not a standard)'),
  ('2000-01-01', 12, 30, 30, 'programme rule, after common practice (not a standard)');

-- Of a small project.
INSERT INTO project_marks (valid_from, months, days_before, days_after, source) VALUES
  ('2000-01-01', 6, 14, 30, 'programme rule, after common practice (not a standard)'),
  ('2000-01-01', 12, 30, 30, 'programme rule, after common practice (not a standard)');
