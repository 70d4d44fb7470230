-- System accounts, which have no password and cannot sign in; modules/platform/shared/actor.ts names each of them.
INSERT INTO users (id, email, name, system, created_at) VALUES
  ('00000000-0000-4000-8000-000000000001', 'night-closing@system.mawa', 'night closing', true, '2020-01-01Z'),
  ('00000000-0000-4000-8000-000000000002', 'lapsing@system.mawa', 'lapsing holds', true, '2020-01-01Z'),
  ('00000000-0000-4000-8000-000000000003', 'sweeping@system.mawa', 'sweeping jobs', true, '2020-01-01Z'),
  ('00000000-0000-4000-8000-000000000004', 'setup@system.mawa', 'setting up', true, '2020-01-01Z'),
  ('00000000-0000-4000-8000-000000000006', 'identity-scan@system.mawa', 'identity scan', true, '2020-01-01Z'),
  ('00000000-0000-4000-8000-00000000000d', 'duplicate-finder@system.mawa', 'duplicate finder', true, '2020-01-01Z');
