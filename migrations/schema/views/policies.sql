-- Roles: mawa_app = the application.

-- One's own.
ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_views FORCE ROW LEVEL SECURITY;
CREATE POLICY saved_views_own ON saved_views TO mawa_app
  USING (user_id = (SELECT mawa_actor()))
  WITH CHECK (user_id = (SELECT mawa_actor()));


-- One's own.
ALTER TABLE remembered_filters ENABLE ROW LEVEL SECURITY;
ALTER TABLE remembered_filters FORCE ROW LEVEL SECURITY;
CREATE POLICY remembered_filters_own ON remembered_filters TO mawa_app
  USING (user_id = (SELECT mawa_actor()))
  WITH CHECK (user_id = (SELECT mawa_actor()));
