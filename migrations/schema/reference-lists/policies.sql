-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions; mawa_figures =
-- statistics, which read codes and days of all cases and no name.

-- Read by everybody, written by the owners of the list (mawa_owns_list); approved versions are kept by a
-- trigger.
ALTER TABLE list_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE list_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY list_versions_read ON list_versions FOR SELECT TO mawa_app USING (true);
CREATE POLICY list_versions_add ON list_versions FOR INSERT TO mawa_app WITH CHECK (mawa_owns_list(list));
CREATE POLICY list_versions_change ON list_versions FOR UPDATE TO mawa_app
  USING (mawa_owns_list(list))
  WITH CHECK (mawa_owns_list(list));
CREATE POLICY list_versions_known_to_the_gate ON list_versions FOR SELECT TO mawa_gate USING (true);


-- Read by everybody, written by the owners of the list.
ALTER TABLE list_writers ENABLE ROW LEVEL SECURITY;
ALTER TABLE list_writers FORCE ROW LEVEL SECURITY;
CREATE POLICY list_writers_read ON list_writers FOR SELECT TO mawa_app USING (true);
CREATE POLICY list_writers_add ON list_writers FOR INSERT TO mawa_app WITH CHECK (mawa_owns_list(list));


-- Read by everybody, written by the owners of the list while the version is a draft (trigger).
ALTER TABLE list_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE list_items FORCE ROW LEVEL SECURITY;
CREATE POLICY list_items_read ON list_items FOR SELECT TO mawa_app USING (true);
CREATE POLICY list_items_add ON list_items FOR INSERT TO mawa_app WITH CHECK (mawa_owns_list(list));
CREATE POLICY list_items_change ON list_items FOR UPDATE TO mawa_app
  USING (mawa_owns_list(list))
  WITH CHECK (mawa_owns_list(list));
CREATE POLICY list_items_remove ON list_items FOR DELETE TO mawa_app USING (mawa_owns_list(list));
CREATE POLICY list_items_known_to_the_gate ON list_items FOR SELECT TO mawa_gate USING (true);
CREATE POLICY list_items_known_to_figures ON list_items FOR SELECT TO mawa_figures USING (true);


-- Read by everybody, written by the owners of the list while the version is a draft (trigger).
ALTER TABLE list_crosswalk ENABLE ROW LEVEL SECURITY;
ALTER TABLE list_crosswalk FORCE ROW LEVEL SECURITY;
CREATE POLICY list_crosswalk_read ON list_crosswalk FOR SELECT TO mawa_app USING (true);
CREATE POLICY list_crosswalk_add ON list_crosswalk FOR INSERT TO mawa_app
  WITH CHECK (mawa_owns_list(list));
CREATE POLICY list_crosswalk_remove ON list_crosswalk FOR DELETE TO mawa_app USING (mawa_owns_list(list));
