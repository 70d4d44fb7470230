-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions.

-- The actor's own; old ones are deleted by prune_records().
ALTER TABLE request_ids ENABLE ROW LEVEL SECURITY;
ALTER TABLE request_ids FORCE ROW LEVEL SECURITY;
CREATE POLICY request_ids_own ON request_ids TO mawa_app
  USING (user_id = (SELECT mawa_actor()))
  WITH CHECK (user_id = (SELECT mawa_actor()));
CREATE POLICY request_ids_are_pruned ON request_ids TO mawa_gate USING (true);


-- The actor's own; old ones are deleted by prune_records().
ALTER TABLE form_submissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE form_submissions FORCE ROW LEVEL SECURITY;
CREATE POLICY form_submissions_own ON form_submissions TO mawa_app
  USING (user_id = (SELECT mawa_actor()))
  WITH CHECK (user_id = (SELECT mawa_actor()));
CREATE POLICY form_submissions_are_pruned ON form_submissions TO mawa_gate USING (true);


-- Written by the browser that holds it; read and deleted by that browser and by the user; expired ones by
-- anybody.
ALTER TABLE form_drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE form_drafts FORCE ROW LEVEL SECURITY;
CREATE POLICY form_drafts_keep ON form_drafts FOR INSERT TO mawa_app
  WITH CHECK (holder = (SELECT mawa_form_holder()));
CREATE POLICY form_drafts_keep_again ON form_drafts FOR UPDATE TO mawa_app
  USING (holder = (SELECT mawa_form_holder()))
  WITH CHECK (holder = (SELECT mawa_form_holder()));
CREATE POLICY form_drafts_read ON form_drafts FOR SELECT TO mawa_app
  USING (holder = (SELECT mawa_form_holder())
    OR user_id = (SELECT mawa_actor())
    OR expires_at <= (SELECT mawa_now()));
CREATE POLICY form_drafts_forget ON form_drafts FOR DELETE TO mawa_app
  USING (holder = (SELECT mawa_form_holder())
    OR user_id = (SELECT mawa_actor())
    OR expires_at <= (SELECT mawa_now()));


-- Written by the system, read by it and by administrators.
ALTER TABLE backups ENABLE ROW LEVEL SECURITY;
ALTER TABLE backups FORCE ROW LEVEL SECURITY;
CREATE POLICY backups_read ON backups FOR SELECT TO mawa_app
  USING ((SELECT mawa_is_system()) OR (SELECT mawa_has_role('administrator')));
CREATE POLICY backups_add ON backups FOR INSERT TO mawa_app WITH CHECK ((SELECT mawa_is_system()));
ALTER TABLE restore_trials ENABLE ROW LEVEL SECURITY;
ALTER TABLE restore_trials FORCE ROW LEVEL SECURITY;
CREATE POLICY restore_trials_read ON restore_trials FOR SELECT TO mawa_app
  USING ((SELECT mawa_is_system()) OR (SELECT mawa_has_role('administrator')));
CREATE POLICY restore_trials_add ON restore_trials FOR INSERT TO mawa_app WITH CHECK ((SELECT mawa_is_system()));
