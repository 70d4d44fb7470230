-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions; mawa_blind = owner
-- of the functions that answer a yes, a no or a count about cases that the actor may not read; mawa_figures =
-- statistics, which read codes and days of all cases and no name; mawa_owner = owner of the tables, runs
-- migrations.

-- Everybody reads accounts (their columns are limited by grants; the password hash is read by mawa_gate
-- alone). Whoever manages accounts adds and closes them, never their own and never a system user; mawa_owner
-- adds system users.
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY users_at_the_gate ON users TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY users_read ON users FOR SELECT TO mawa_app, mawa_figures, mawa_blind, mawa_owner
  USING (true);
CREATE POLICY users_add ON users FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND NOT (system)
    AND (password_hash IS NULL OR (SELECT mawa_is_system())));
CREATE POLICY users_change ON users FOR UPDATE TO mawa_app
  USING ((SELECT mawa_manages_accounts()))
  WITH CHECK ((SELECT mawa_manages_accounts()) AND id <> (SELECT mawa_actor()) AND NOT (system));
CREATE POLICY users_of_the_owner ON users FOR INSERT TO mawa_owner WITH CHECK (system);


-- Everybody reads roles. Whoever manages accounts gives, confirms and ends them in their own name and at the
-- present instant, never for themselves.
ALTER TABLE user_roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_roles FORCE ROW LEVEL SECURITY;
CREATE POLICY user_roles_at_the_gate ON user_roles TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY user_roles_read ON user_roles FOR SELECT TO mawa_app, mawa_figures, mawa_blind, mawa_owner
  USING (true);
CREATE POLICY user_roles_add ON user_roles FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND granted_by = (SELECT mawa_actor())
    AND granted_at = (SELECT mawa_now())
    AND user_id <> (SELECT mawa_actor()));
CREATE POLICY user_roles_change ON user_roles FOR UPDATE TO mawa_app
  USING ((SELECT mawa_manages_accounts()) AND ended_at IS NULL)
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND user_id <> (SELECT mawa_actor())
    AND CASE
        WHEN ended_at IS NULL THEN
          (confirmed_by = (SELECT mawa_actor()) AND confirmed_at = (SELECT mawa_now()))
        ELSE (ended_by = (SELECT mawa_actor()) AND ended_at = (SELECT mawa_now()))
      END);


-- Everybody reads teams. Whoever manages accounts adds and closes them in their own name.
ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE teams FORCE ROW LEVEL SECURITY;
CREATE POLICY teams_read ON teams FOR SELECT TO mawa_app, mawa_gate, mawa_owner USING (true);
CREATE POLICY teams_add ON teams FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_manages_accounts()) AND created_by = (SELECT mawa_actor()));
CREATE POLICY teams_close ON teams FOR UPDATE TO mawa_app
  USING ((SELECT mawa_manages_accounts()) AND closed_at IS NULL)
  WITH CHECK (closed_by = (SELECT mawa_actor()) AND closed_at = (SELECT mawa_now()));


-- Everybody reads memberships. Whoever manages accounts gives and ends them in their own name, never for
-- themselves, and only in a team, shelter or organisation that exists.
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY memberships_at_the_gate ON memberships TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY memberships_read ON memberships FOR SELECT TO mawa_app, mawa_figures, mawa_blind, mawa_owner
  USING (true);
CREATE POLICY memberships_add ON memberships FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND given_by = (SELECT mawa_actor())
    AND from_at = (SELECT mawa_now())
    AND user_id <> (SELECT mawa_actor())
    AND CASE principal_kind
        WHEN 'shelter' THEN EXISTS (SELECT 1 FROM shelters AS s WHERE s.id = memberships.principal_id)
        WHEN 'organisation' THEN
          EXISTS (SELECT 1 FROM organisations AS o WHERE o.id = memberships.principal_id)
        WHEN 'team' THEN
          EXISTS (SELECT 1 FROM teams AS t WHERE t.id = memberships.principal_id AND t.closed_at IS NULL)
        ELSE false
      END);
CREATE POLICY memberships_change ON memberships FOR UPDATE TO mawa_app
  USING ((SELECT mawa_manages_accounts()) AND ended_at IS NULL)
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND ended_by = (SELECT mawa_actor())
    AND ended_at = (SELECT mawa_now())
    AND until_at <= GREATEST(from_at, (SELECT mawa_now()))
    AND user_id <> (SELECT mawa_actor()));


-- Everybody reads who stands in for whom. Named by the absent person or a case supervisor, from now on; confirmed by
-- an administrator; ended by the two people, a supervisor or an administrator.
ALTER TABLE deputies ENABLE ROW LEVEL SECURITY;
ALTER TABLE deputies FORCE ROW LEVEL SECURITY;
CREATE POLICY deputies_read ON deputies FOR SELECT TO mawa_app, mawa_gate, mawa_owner USING (true);
CREATE POLICY deputies_add ON deputies FOR INSERT TO mawa_app
  WITH CHECK (given_by = (SELECT mawa_actor())
    AND from_at >= (SELECT mawa_now())
    AND confirmed_by IS NULL
    AND ended_by IS NULL
    AND (user_id = (SELECT mawa_actor()) OR (SELECT mawa_has_role('case_supervisor'))));
CREATE POLICY deputies_change ON deputies FOR UPDATE TO mawa_app
  USING (ended_at IS NULL
    AND ((SELECT mawa_actor()) IN (user_id, deputy_id)
         OR (SELECT mawa_has_role('case_supervisor', 'administrator'))))
  WITH CHECK ((confirmed_by IS DISTINCT FROM (SELECT mawa_actor()) OR (SELECT mawa_has_role('administrator')))
    AND (confirmed_at IS NULL OR confirmed_at <= (SELECT mawa_now()))
    AND (ended_at IS NULL OR ended_at = (SELECT mawa_now()))
    AND ((SELECT mawa_actor()) IN (user_id, deputy_id)
         OR (SELECT mawa_has_role('case_supervisor', 'administrator'))));


-- Read by case supervisors, and by the people of each handover.
ALTER TABLE caseload_handovers ENABLE ROW LEVEL SECURITY;
ALTER TABLE caseload_handovers FORCE ROW LEVEL SECURITY;
CREATE POLICY caseload_handovers_read ON caseload_handovers FOR SELECT TO mawa_app
  USING ((SELECT mawa_has_role('case_supervisor')) OR (SELECT mawa_actor()) IN (from_user, to_user, by));
CREATE POLICY caseload_handovers_at_the_gate ON caseload_handovers TO mawa_gate USING (true) WITH CHECK (true);


-- Functions of mawa_gate alone.
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY sessions_at_the_gate ON sessions TO mawa_gate USING (true) WITH CHECK (true);


-- Everybody reads which roles need a second factor.
ALTER TABLE role_requirements ENABLE ROW LEVEL SECURITY;
ALTER TABLE role_requirements FORCE ROW LEVEL SECURITY;
CREATE POLICY role_requirements_read ON role_requirements FOR SELECT TO mawa_app, mawa_owner USING (true);
CREATE POLICY role_requirements_at_the_gate ON role_requirements TO mawa_gate USING (true) WITH CHECK (true);


-- Functions of mawa_gate alone.
ALTER TABLE second_factors ENABLE ROW LEVEL SECURITY;
ALTER TABLE second_factors FORCE ROW LEVEL SECURITY;
CREATE POLICY second_factors_at_the_gate ON second_factors TO mawa_gate USING (true) WITH CHECK (true);
ALTER TABLE recovery_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE recovery_codes FORCE ROW LEVEL SECURITY;
CREATE POLICY recovery_codes_at_the_gate ON recovery_codes TO mawa_gate USING (true) WITH CHECK (true);
ALTER TABLE passkeys ENABLE ROW LEVEL SECURITY;
ALTER TABLE passkeys FORCE ROW LEVEL SECURITY;
CREATE POLICY passkeys_at_the_gate ON passkeys TO mawa_gate USING (true) WITH CHECK (true);
ALTER TABLE passkey_challenges ENABLE ROW LEVEL SECURITY;
ALTER TABLE passkey_challenges FORCE ROW LEVEL SECURITY;
CREATE POLICY passkey_challenges_at_the_gate ON passkey_challenges TO mawa_gate USING (true) WITH CHECK (true);
ALTER TABLE pending_sign_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE pending_sign_ins FORCE ROW LEVEL SECURITY;
CREATE POLICY pending_sign_ins_at_the_gate ON pending_sign_ins TO mawa_gate USING (true) WITH CHECK (true);


-- Read by the account's owner and by whoever manages accounts; written by functions of mawa_gate.
ALTER TABLE second_factor_removals ENABLE ROW LEVEL SECURITY;
ALTER TABLE second_factor_removals FORCE ROW LEVEL SECURITY;
CREATE POLICY second_factor_removals_at_the_gate ON second_factor_removals TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY second_factor_removals_read ON second_factor_removals FOR SELECT TO mawa_app
  USING (user_id = (SELECT mawa_actor()) OR (SELECT mawa_manages_accounts()));


-- Everybody reads which providers there are, and editions that are in force, before signing in too; administrators read
-- all. Whoever manages accounts proposes, confirms those of others and ends them, in their own name and at the present
-- instant.
ALTER TABLE identity_providers ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity_providers FORCE ROW LEVEL SECURITY;
CREATE POLICY identity_providers_read ON identity_providers FOR SELECT TO mawa_app, mawa_gate USING (true);
CREATE POLICY identity_providers_add ON identity_providers FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_manages_accounts()) AND made_by = (SELECT mawa_actor()));
ALTER TABLE identity_provider_editions ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity_provider_editions FORCE ROW LEVEL SECURITY;
CREATE POLICY identity_provider_editions_at_the_gate ON identity_provider_editions TO mawa_gate USING (true);
CREATE POLICY identity_provider_editions_read ON identity_provider_editions FOR SELECT TO mawa_app
  USING (confirmed_at IS NOT NULL AND ended_at IS NULL OR (SELECT mawa_manages_accounts()));
CREATE POLICY identity_provider_editions_add ON identity_provider_editions FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND proposed_by = (SELECT mawa_actor())
    AND proposed_at = (SELECT mawa_now()));
CREATE POLICY identity_provider_editions_change ON identity_provider_editions FOR UPDATE TO mawa_app
  USING ((SELECT mawa_manages_accounts()) AND ended_at IS NULL)
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND CASE
        WHEN ended_at IS NULL THEN
          (confirmed_by = (SELECT mawa_actor()) AND confirmed_at = (SELECT mawa_now()))
        ELSE (ended_by = (SELECT mawa_actor()) AND ended_at = (SELECT mawa_now()))
      END);


-- Read and ended by the account's owner and by whoever manages accounts, never through a token; made by functions of
-- mawa_gate.
ALTER TABLE identity_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity_links FORCE ROW LEVEL SECURITY;
CREATE POLICY identity_links_at_the_gate ON identity_links TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY identity_links_read ON identity_links FOR SELECT TO mawa_app
  USING (user_id = (SELECT mawa_actor()) OR (SELECT mawa_manages_accounts()));
CREATE POLICY identity_links_end ON identity_links FOR UPDATE TO mawa_app
  USING ((SELECT mawa_token()) IS NULL
    AND ended_at IS NULL
    AND (user_id = (SELECT mawa_actor()) OR (SELECT mawa_manages_accounts())))
  WITH CHECK (ended_at = (SELECT mawa_now()) AND ended_by = (SELECT mawa_actor()));


-- Before anybody is signed in too: whoever holds the token of a request finds its row, which tells nobody's name.
ALTER TABLE identity_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY identity_requests_by_token ON identity_requests TO mawa_app USING (true) WITH CHECK (true);


-- Functions of mawa_gate alone.
ALTER TABLE identity_logouts ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity_logouts FORCE ROW LEVEL SECURITY;
CREATE POLICY identity_logouts_at_the_gate ON identity_logouts TO mawa_gate USING (true) WITH CHECK (true);


-- Read by the account's owner and by whoever manages accounts, who ask for it, confirm what others asked for and end it,
-- in their own name and at the present instant, never for themselves.
ALTER TABLE local_sign_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE local_sign_ins FORCE ROW LEVEL SECURITY;
CREATE POLICY local_sign_ins_at_the_gate ON local_sign_ins TO mawa_gate USING (true);
CREATE POLICY local_sign_ins_read ON local_sign_ins FOR SELECT TO mawa_app
  USING (user_id = (SELECT mawa_actor()) OR (SELECT mawa_manages_accounts()));
CREATE POLICY local_sign_ins_add ON local_sign_ins FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND made_by = (SELECT mawa_actor())
    AND made_at = (SELECT mawa_now())
    AND user_id <> (SELECT mawa_actor()));
CREATE POLICY local_sign_ins_change ON local_sign_ins FOR UPDATE TO mawa_app
  USING ((SELECT mawa_manages_accounts()) AND ended_at IS NULL)
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND CASE
        WHEN ended_at IS NULL THEN
          (confirmed_by = (SELECT mawa_actor()) AND confirmed_at = (SELECT mawa_now()))
        ELSE (ended_by = (SELECT mawa_actor()) AND ended_at = (SELECT mawa_now()))
      END);


-- Everybody reads which accounts are of programs. Whoever manages accounts makes them, confirms those of others and
-- ends them, in their own name and at the present instant.
ALTER TABLE service_accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_accounts FORCE ROW LEVEL SECURITY;
CREATE POLICY service_accounts_read ON service_accounts FOR SELECT TO mawa_app, mawa_gate USING (true);
CREATE POLICY service_accounts_add ON service_accounts FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_manages_accounts()) AND made_by = (SELECT mawa_actor()));
CREATE POLICY service_accounts_change ON service_accounts FOR UPDATE TO mawa_app
  USING ((SELECT mawa_manages_accounts()) AND ended_at IS NULL)
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND CASE
        WHEN ended_at IS NULL THEN
          (confirmed_by = (SELECT mawa_actor()) AND confirmed_at = (SELECT mawa_now()))
        ELSE (ended_by = (SELECT mawa_actor()) AND ended_at = (SELECT mawa_now()))
      END);


-- Read and revoked by the account's owner and by whoever manages accounts; made by the owner, of a program's account by
-- whoever manages accounts, and then confirmed by another of them. Never through a token. Jobs write that they warned of
-- the end.
ALTER TABLE access_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY access_tokens_at_the_gate ON access_tokens TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY access_tokens_read ON access_tokens FOR SELECT TO mawa_app
  USING (user_id = (SELECT mawa_actor()) OR (SELECT mawa_manages_accounts()));
CREATE POLICY access_tokens_add ON access_tokens FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_token()) IS NULL
    AND made_by = (SELECT mawa_actor())
    AND made_at = (SELECT mawa_now())
    AND expires_at <= (SELECT mawa_now()) + make_interval(days => (mawa_setting('token_most_days'))::int)
    AND (user_id = (SELECT mawa_actor())
         OR (SELECT mawa_manages_accounts())
            AND needs_confirmation
            AND EXISTS (SELECT 1 FROM users AS u WHERE u.id = access_tokens.user_id AND u.service AND u.active)));
CREATE POLICY access_tokens_confirm ON access_tokens FOR UPDATE TO mawa_app
  USING ((SELECT mawa_token()) IS NULL
    AND revoked_at IS NULL
    AND needs_confirmation
    AND confirmed_at IS NULL
    AND (SELECT mawa_manages_accounts()))
  WITH CHECK (revoked_at IS NULL
    AND (SELECT mawa_manages_accounts())
    AND confirmed_by = (SELECT mawa_actor())
    AND confirmed_at = (SELECT mawa_now()));
CREATE POLICY access_tokens_revoke ON access_tokens FOR UPDATE TO mawa_app
  USING ((SELECT mawa_token()) IS NULL
    AND revoked_at IS NULL
    AND (user_id = (SELECT mawa_actor()) OR (SELECT mawa_manages_accounts())))
  WITH CHECK (revoked_at = (SELECT mawa_now()) AND revoked_by = (SELECT mawa_actor()));
CREATE POLICY access_tokens_warned ON access_tokens FOR UPDATE TO mawa_app
  USING ((SELECT mawa_is_system()) AND revoked_at IS NULL)
  WITH CHECK ((SELECT mawa_is_system()) AND revoked_at IS NULL AND warned_at = (SELECT mawa_now()));


-- A key is read with its record (may_read_record_key) and added likewise (may_add_record_key). Functions of
-- mawa_gate destroy the keys of the kinds named, and alone handle those of second factors; blind questions read all but
-- these and complaints'.
ALTER TABLE keys.record_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE keys.record_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY record_keys_for_blind ON keys.record_keys FOR SELECT TO mawa_blind
  USING (kind NOT IN ('complaint', 'second_factor'));
CREATE POLICY record_keys_of_complaints_for_the_gate ON keys.record_keys TO mawa_gate
  USING (kind = 'complaint');
CREATE POLICY record_keys_of_intakes_at_the_gate ON keys.record_keys TO mawa_gate USING (kind = 'intake');
CREATE POLICY record_keys_of_referrals_at_the_gate ON keys.record_keys TO mawa_gate
  USING (kind = 'referral');
CREATE POLICY record_keys_of_calls_at_the_gate ON keys.record_keys TO mawa_gate
  USING (kind IN ('call', 'call_back'));
CREATE POLICY record_keys_of_imports_at_the_gate ON keys.record_keys TO mawa_gate USING (kind = 'import');
CREATE POLICY record_keys_of_second_factors_at_the_gate ON keys.record_keys TO mawa_gate
  USING (kind = 'second_factor');
-- Another master key (rewrap_keys): the owner of the database alone signs in as itself.
CREATE POLICY record_keys_rewrapped ON keys.record_keys TO mawa_gate USING ((SELECT session_user) = 'mawa_owner');
CREATE POLICY record_keys_read ON keys.record_keys FOR SELECT TO mawa_app
  USING (may_read_record_key(kind, record_id));
CREATE POLICY record_keys_add ON keys.record_keys FOR INSERT TO mawa_app
  WITH CHECK (may_add_record_key(kind, record_id));


-- Read by the account's owner and by whoever manages accounts; made and confirmed in one's own name, never
-- for oneself, for at most password_link_hours. The owner may end their own.
ALTER TABLE password_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE password_links FORCE ROW LEVEL SECURITY;
CREATE POLICY password_links_at_the_gate ON password_links TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY password_links_read ON password_links FOR SELECT TO mawa_app
  USING (user_id = (SELECT mawa_actor()) OR (SELECT mawa_manages_accounts()));
CREATE POLICY password_links_add ON password_links FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND made_by = (SELECT mawa_actor())
    AND made_at = (SELECT mawa_now())
    AND user_id <> (SELECT mawa_actor())
    AND expires_at
      <= ((SELECT mawa_now()) + make_interval(hours => (mawa_setting('password_link_hours'))::int)));
CREATE POLICY password_links_end_own ON password_links FOR UPDATE TO mawa_app
  USING (user_id = (SELECT mawa_actor()) AND ended_at IS NULL)
  WITH CHECK (user_id = (SELECT mawa_actor()) AND ended_at = (SELECT mawa_now()));
CREATE POLICY password_links_change ON password_links FOR UPDATE TO mawa_app
  USING ((SELECT mawa_manages_accounts()) AND ended_at IS NULL)
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND user_id <> (SELECT mawa_actor())
    AND CASE
        WHEN ended_at IS NULL THEN
          (confirmed_by = (SELECT mawa_actor())
            AND confirmed_at = (SELECT mawa_now())
            AND expires_at
              <= ((SELECT mawa_now()) + make_interval(hours => (mawa_setting('password_link_hours'))::int)))
        ELSE ended_at = (SELECT mawa_now())
      END);


-- Those that wait for administrators are read by whoever manages accounts; written by functions of mawa_gate.
ALTER TABLE password_resets ENABLE ROW LEVEL SECURITY;
ALTER TABLE password_resets FORCE ROW LEVEL SECURITY;
CREATE POLICY password_resets_at_the_gate ON password_resets TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY password_resets_read ON password_resets FOR SELECT TO mawa_app
  USING (token_digest IS NULL AND (SELECT mawa_manages_accounts()));


-- Read by the account's owner and by whoever manages accounts; added by functions of mawa_gate.
ALTER TABLE password_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE password_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY password_changes_at_the_gate ON password_changes TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY password_changes_read ON password_changes FOR SELECT TO mawa_app
  USING (user_id = (SELECT mawa_actor()) OR (SELECT mawa_manages_accounts()));


-- Whoever manages accounts reads, closes and reopens, in their own name and never for themselves.
ALTER TABLE account_closings ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_closings FORCE ROW LEVEL SECURITY;
CREATE POLICY account_closings_at_the_gate ON account_closings TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY account_closings_read ON account_closings FOR SELECT TO mawa_app
  USING ((SELECT mawa_manages_accounts()));
CREATE POLICY account_closings_add ON account_closings FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND closed_by = (SELECT mawa_actor())
    AND closed_at = (SELECT mawa_now())
    AND user_id <> (SELECT mawa_actor()));
CREATE POLICY account_closings_reopen ON account_closings FOR UPDATE TO mawa_app
  USING ((SELECT mawa_manages_accounts()) AND reopened_at IS NULL)
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND reopened_by = (SELECT mawa_actor())
    AND reopened_at = (SELECT mawa_now())
    AND user_id <> (SELECT mawa_actor()));


-- Read with the document, added by whoever is adding the document, deleted once it is removed.
ALTER TABLE keys.document_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE keys.document_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY document_keys_read ON keys.document_keys FOR SELECT TO mawa_app
  USING (may_read_document(document_id));
CREATE POLICY document_keys_add ON keys.document_keys FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1 FROM documents AS d WHERE d.id = document_keys.document_id
      AND d.added_by = (SELECT mawa_actor())
      AND d.removed_at IS NULL));
CREATE POLICY document_keys_remove ON keys.document_keys FOR DELETE TO mawa_app
  USING (EXISTS (
           SELECT 1 FROM documents AS d
            WHERE d.id = document_keys.document_id AND d.removed_at IS NOT NULL));


-- One's own; administrators count those of others and may end them.
ALTER TABLE known_devices ENABLE ROW LEVEL SECURITY;
ALTER TABLE known_devices FORCE ROW LEVEL SECURITY;
CREATE POLICY known_devices_are_ones_own ON known_devices TO mawa_app
  USING (user_id = (SELECT mawa_actor()))
  WITH CHECK (user_id = (SELECT mawa_actor()));
CREATE POLICY known_devices_are_counted_by_administrators ON known_devices FOR SELECT TO mawa_app
  USING ((SELECT mawa_has_role('administrator')));
CREATE POLICY known_devices_are_ended_by_administrators ON known_devices FOR UPDATE TO mawa_app
  USING ((SELECT mawa_has_role('administrator')))
  WITH CHECK (ended_at IS NOT NULL);
CREATE POLICY known_devices_at_the_gate ON known_devices TO mawa_gate USING (true) WITH CHECK (ended_at IS NOT NULL);


-- mawa_gate alone.
ALTER TABLE reach_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE reach_key FORCE ROW LEVEL SECURITY;
CREATE POLICY reach_key_at_the_gate ON reach_key FOR SELECT TO mawa_gate USING (true);
