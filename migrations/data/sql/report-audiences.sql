-- Which kinds of organisations read a published report of an audience.
INSERT INTO report_audiences (audience, organisation_kind) VALUES
  ('donor', 'donor'),
  ('donor', 'agency'),
  ('donor', 'commission'),
  ('commission', 'commission'),
  ('public', 'donor'),
  ('public', 'agency'),
  ('public', 'commission'),
  ('public', 'partner');
