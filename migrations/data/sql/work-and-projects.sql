-- Minimum wages: SMIG an hour, SMAG a day.
INSERT INTO wage_floors (id, kind, valid_from, amount, source, standing, by, at) VALUES
  (gen_random_uuid(), 'smig', '2025-01-01', 17.10, 'public knowledge, decree not read', 'to_be_confirmed', NULL, '2020-01-01Z'),
  (gen_random_uuid(), 'smig', '2026-01-01', 17.92, 'public knowledge, decree not read', 'to_be_confirmed', NULL, '2020-01-01Z'),
  (gen_random_uuid(), 'smag', '2025-04-01', 93.00, 'public knowledge, decree not read', 'to_be_confirmed', NULL, '2020-01-01Z'),
  (gen_random_uuid(), 'smag', '2026-04-01', 97.44, 'public knowledge, decree not read', 'to_be_confirmed', NULL, '2020-01-01Z');

-- What a committee scores a project by; the weights sum to 100.
INSERT INTO project_criteria (valid_from, code, weight, place, source) VALUES
  ('2000-01-01', 'viability', 30, 1, 'programme rule, to be confirmed'),
  ('2000-01-01', 'skills', 20, 2, 'programme rule, to be confirmed'),
  ('2000-01-01', 'market', 20, 3, 'programme rule, to be confirmed'),
  ('2000-01-01', 'safety', 15, 4, 'programme rule, to be confirmed'),
  ('2000-01-01', 'benefit', 15, 5, 'programme rule, to be confirmed');
