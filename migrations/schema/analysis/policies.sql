-- Roles: mawa_app = the application.

-- Programme officers read their own and those shared with all; each adds and removes their own.
ALTER TABLE analyses ENABLE ROW LEVEL SECURITY;
ALTER TABLE analyses FORCE ROW LEVEL SECURITY;
CREATE POLICY analyses_read ON analyses FOR SELECT TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer')) AND (shared OR owner_id = (SELECT mawa_actor())));
CREATE POLICY analyses_add ON analyses FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('programme_officer')) AND owner_id = (SELECT mawa_actor()));
CREATE POLICY analyses_take_away ON analyses FOR DELETE TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer')) AND owner_id = (SELECT mawa_actor()));
