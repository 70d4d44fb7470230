-- An account that closes passes its open intakes on.
CREATE TRIGGER reassign_open_intakes AFTER UPDATE OF active ON users
  FOR EACH ROW
  WHEN (old.active AND NOT (new.active))
  EXECUTE FUNCTION reassign_open_intakes();
-- Who reads complaints depends on accounts, organisations, roles and memberships: computed anew here and
-- below.
CREATE TRIGGER users_change_who_reads_complaints AFTER UPDATE OF active, organisation_id ON users
  FOR EACH STATEMENT
  EXECUTE FUNCTION complaints_are_followed();
-- Roles suit the kind of organisation (also user_roles_suit below).
CREATE TRIGGER users_suit_their_roles AFTER UPDATE OF organisation_id ON users
  FOR EACH ROW
  EXECUTE FUNCTION users_suit_their_roles();

CREATE TRIGGER reassign_open_intakes AFTER UPDATE OF ended_at ON user_roles
  FOR EACH ROW
  WHEN (old.ended_at IS NULL AND new.ended_at IS NOT NULL)
  EXECUTE FUNCTION reassign_open_intakes();
-- The colleague who handed over the password link does not confirm a role of that account.
CREATE TRIGGER role_is_confirmed_by_another BEFORE INSERT OR UPDATE OF confirmed_by ON user_roles
  FOR EACH ROW
  WHEN (new.confirmed_by IS NOT NULL)
  EXECUTE FUNCTION role_is_confirmed_by_another();
-- The columns named are filled once, with the actor.
CREATE TRIGGER user_roles_are_signed BEFORE UPDATE ON user_roles
  FOR EACH ROW
  WHEN (CURRENT_USER = 'mawa_app'::name)
  EXECUTE FUNCTION account_acts_are_the_actors('confirmed_by', 'ended_by');
CREATE TRIGGER user_roles_change_who_reads_complaints AFTER INSERT OR UPDATE ON user_roles
  FOR EACH STATEMENT
  EXECUTE FUNCTION complaints_are_followed();
-- Roles suit the kind of organisation.
CREATE TRIGGER user_roles_suit BEFORE INSERT OR UPDATE OF role, user_id, confirmed_by ON user_roles
  FOR EACH ROW
  EXECUTE FUNCTION user_roles_suit_organisations();

-- A focal point for complaints belongs to no shelter and no organisation.
CREATE TRIGGER focal_points_join_no_house BEFORE INSERT ON memberships
  FOR EACH ROW
  WHEN (CURRENT_USER = 'mawa_app'::name)
  EXECUTE FUNCTION focal_points_join_no_house();
-- The columns named are filled once, with the actor.
CREATE TRIGGER memberships_are_signed BEFORE UPDATE ON memberships
  FOR EACH ROW
  WHEN (CURRENT_USER = 'mawa_app'::name)
  EXECUTE FUNCTION account_acts_are_the_actors('ended_by');
CREATE TRIGGER memberships_change_who_reads_complaints AFTER INSERT OR UPDATE ON memberships
  FOR EACH STATEMENT
  EXECUTE FUNCTION complaints_are_followed();

-- The columns named are filled once, with the actor.
CREATE TRIGGER deputies_are_signed BEFORE UPDATE ON deputies
  FOR EACH ROW
  WHEN (CURRENT_USER = 'mawa_app'::name)
  EXECUTE FUNCTION account_acts_are_the_actors('confirmed_by', 'ended_by');

CREATE TRIGGER deputies_end_their_task AFTER UPDATE ON deputies
  FOR EACH ROW
  WHEN (NEW.confirmed_by IS NOT NULL OR NEW.ended_by IS NOT NULL)
  EXECUTE FUNCTION end_deputy_task();

-- A confirmed link keeps its secret, its people and its end; it can only be ended.
CREATE TRIGGER password_link_stays BEFORE UPDATE ON password_links
  FOR EACH ROW
  WHEN (old.confirmed_by IS NOT NULL
        AND (new.token_digest IS DISTINCT FROM old.token_digest
             OR new.confirmed_by IS DISTINCT FROM old.confirmed_by
             OR new.made_by IS DISTINCT FROM old.made_by
             OR new.user_id IS DISTINCT FROM old.user_id
             OR new.expires_at IS DISTINCT FROM old.expires_at))
  EXECUTE FUNCTION password_link_stays();
-- The columns named are filled once, with the actor.
CREATE TRIGGER password_links_are_signed BEFORE UPDATE ON password_links
  FOR EACH ROW
  WHEN (CURRENT_USER = 'mawa_app'::name)
  EXECUTE FUNCTION account_acts_are_the_actors('confirmed_by');

-- The columns named are filled once, with the actor.
CREATE TRIGGER identity_provider_editions_are_signed BEFORE UPDATE ON identity_provider_editions
  FOR EACH ROW
  WHEN (CURRENT_USER = 'mawa_app'::name)
  EXECUTE FUNCTION account_acts_are_the_actors('confirmed_by', 'ended_by');
CREATE TRIGGER identity_links_are_signed BEFORE UPDATE ON identity_links
  FOR EACH ROW
  WHEN (CURRENT_USER = 'mawa_app'::name)
  EXECUTE FUNCTION account_acts_are_the_actors('ended_by');
CREATE TRIGGER local_sign_ins_are_signed BEFORE UPDATE ON local_sign_ins
  FOR EACH ROW
  WHEN (CURRENT_USER = 'mawa_app'::name)
  EXECUTE FUNCTION account_acts_are_the_actors('confirmed_by', 'ended_by');
-- Sessions that were opened through a link or a provider end with it.
CREATE TRIGGER identity_links_end_sessions AFTER UPDATE OF ended_at ON identity_links
  FOR EACH ROW
  WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)
  EXECUTE FUNCTION end_identity_sessions();
CREATE TRIGGER identity_provider_editions_end_sessions AFTER UPDATE OF ended_at ON identity_provider_editions
  FOR EACH ROW
  WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL AND OLD.confirmed_at IS NOT NULL)
  EXECUTE FUNCTION end_identity_sessions();
-- Of roles with one session a new one ends those that are open.
CREATE TRIGGER sessions_end_those_before AFTER INSERT ON sessions
  FOR EACH ROW
  EXECUTE FUNCTION end_sessions_before();

-- The account of a program holds no role that only a person may hold.
CREATE TRIGGER roles_of_programs BEFORE INSERT ON user_roles
  FOR EACH ROW
  EXECUTE FUNCTION roles_of_programs();
-- The columns named are filled once, with the actor.
CREATE TRIGGER service_accounts_are_signed BEFORE UPDATE ON service_accounts
  FOR EACH ROW
  WHEN (CURRENT_USER = 'mawa_app'::name)
  EXECUTE FUNCTION account_acts_are_the_actors('confirmed_by', 'ended_by');
CREATE TRIGGER access_tokens_are_signed BEFORE UPDATE ON access_tokens
  FOR EACH ROW
  WHEN (CURRENT_USER = 'mawa_app'::name)
  EXECUTE FUNCTION account_acts_are_the_actors('confirmed_by', 'revoked_by');
-- The tokens of an account end when it is closed, when its second factor is taken off, and when its password changes, as
-- its other sessions do.
CREATE TRIGGER users_end_their_tokens AFTER UPDATE OF active ON users
  FOR EACH ROW
  WHEN (OLD.active AND NOT NEW.active)
  EXECUTE FUNCTION end_tokens_of('id');
CREATE TRIGGER second_factors_end_tokens AFTER DELETE ON second_factors
  FOR EACH ROW
  WHEN (OLD.confirmed_at IS NOT NULL)
  EXECUTE FUNCTION end_tokens_of('user_id');
CREATE TRIGGER password_changes_end_tokens AFTER INSERT ON password_changes
  FOR EACH ROW
  EXECUTE FUNCTION end_tokens_of('user_id');

-- What the actor may reach is computed anew in this transaction once one of these rows changed.
CREATE TRIGGER memberships_change_reach AFTER INSERT OR UPDATE OR DELETE ON memberships
  FOR EACH STATEMENT EXECUTE FUNCTION reset_reach();
CREATE TRIGGER teams_change_reach AFTER UPDATE ON teams
  FOR EACH STATEMENT EXECUTE FUNCTION reset_reach();
CREATE TRIGGER deputies_change_reach AFTER INSERT OR UPDATE OR DELETE ON deputies
  FOR EACH STATEMENT EXECUTE FUNCTION reset_reach();
CREATE TRIGGER user_roles_change_reach AFTER INSERT OR UPDATE OR DELETE ON user_roles
  FOR EACH STATEMENT EXECUTE FUNCTION reset_reach();
CREATE TRIGGER users_change_reach AFTER UPDATE OF active ON users
  FOR EACH STATEMENT EXECUTE FUNCTION reset_reach();
