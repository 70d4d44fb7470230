import type { MigrationInterface, QueryRunner } from 'typeorm';

const NEED_A_SECOND_BEFORE = `'administrator', 'shelter_manager', 'shelter_staff', 'reintegration_officer',
  'case_supervisor', 'legal_officer', 'hotline_operator', 'focal_point'`;

/**
 * No administrator alone comes to hold an account with rights. One asks for a password link, another
 * confirms it: only then is the secret made, and only that second one sees it, to hand it over. A
 * password chosen through a link takes the confirmation of the account's roles away; whoever handed the
 * link over cannot be the one who confirms them again.
 */
export class HandLinksOver1700000001410 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Every role needs a second person but that of a partner, who sees what was shared with them.
      ALTER TABLE user_roles DROP COLUMN needs_second;
      ALTER TABLE user_roles ADD COLUMN needs_second boolean NOT NULL
        GENERATED ALWAYS AS (role <> 'partner_viewer') STORED;
      -- Auditors, programme and finance officers of before go on; the setting up stands for their second person.
      UPDATE user_roles SET confirmed_by = CASE granted_by WHEN '00000000-0000-4000-8000-000000000003'
               THEN '00000000-0000-4000-8000-000000000004' ELSE '00000000-0000-4000-8000-000000000003' END::uuid,
             confirmed_at = granted_at
       WHERE role IN ('auditor', 'programme_officer', 'finance_officer') AND confirmed_by IS NULL AND ended_at IS NULL;

      DROP TRIGGER password_link_is_confirmed ON password_changes;
      DROP FUNCTION password_link_is_confirmed(), password_link_waits(uuid);

      -- Whoever asked for a link of before knows its secret: those that are still open are over.
      UPDATE password_links SET ended_at = expires_at WHERE ended_at IS NULL;
      ALTER TABLE password_links ALTER COLUMN token_digest DROP NOT NULL;
      ALTER TABLE password_links ADD CONSTRAINT password_links_secret_comes_with_the_second_person
        CHECK (ended_at IS NOT NULL OR (token_digest IS NULL) = (confirmed_by IS NULL));
      COMMENT ON TABLE password_links IS
        'Asked for by made_by; handed over by confirmed_by, who alone was shown the secret.';
      GRANT UPDATE (token_digest, expires_at) ON password_links TO mawa_app;
      -- The row of a change by link is written by use_password_link alone.
      REVOKE INSERT ON password_changes FROM mawa_app;
      GRANT INSERT (user_id) ON password_changes TO mawa_app;

      CREATE FUNCTION password_link_stays() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a confirmed link keeps its secret and who handed it over' USING ERRCODE = '42501';
      END $$;
      CREATE TRIGGER password_link_stays BEFORE UPDATE ON password_links FOR EACH ROW
        WHEN (OLD.confirmed_by IS NOT NULL
          AND (NEW.token_digest, NEW.confirmed_by, NEW.made_by, NEW.user_id, NEW.expires_at)
            IS DISTINCT FROM (OLD.token_digest, OLD.confirmed_by, OLD.made_by, OLD.user_id, OLD.expires_at))
        EXECUTE FUNCTION password_link_stays();

      GRANT SELECT ON password_links, password_changes TO mawa_gate;
      GRANT SELECT (email), UPDATE (password_hash) ON users TO mawa_gate;
      GRANT UPDATE (ended_at) ON password_links TO mawa_gate;
      GRANT INSERT ON password_changes TO mawa_gate;
      GRANT SELECT (user_id), UPDATE (ended_at) ON sessions TO mawa_gate;
      GRANT INSERT (user_id, role, granted_by), UPDATE (ended_by, ended_at) ON user_roles TO mawa_gate;

      -- Asked without an account: whoever holds the secret of an open link learns whose it is.
      CREATE FUNCTION password_link_account(p_digest bytea, OUT email text, OUT name text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT u.email, u.name FROM password_links l JOIN users u ON u.id = l.user_id AND u.active AND NOT u.system
         WHERE l.token_digest = p_digest AND l.ended_at IS NULL AND l.expires_at > mawa_now() $$;

      -- Done without an account, once: the new password, the end of all sessions, and the end of every
      -- confirmation. Roles are given anew in the name of whoever handed the link over, so that somebody
      -- else confirms them. NULL where the link is over.
      CREATE FUNCTION use_password_link(p_digest bytea, p_hash text) RETURNS uuid LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        v_link password_links;
        v_founding boolean;
        v_over text[];
      BEGIN
        SELECT l.* INTO v_link FROM password_links l WHERE l.token_digest = p_digest;
        PERFORM 1 FROM users u WHERE u.id = v_link.user_id AND u.active AND NOT u.system FOR UPDATE;
        IF NOT FOUND THEN RETURN NULL; END IF;
        UPDATE password_links SET ended_at = mawa_now()
         WHERE id = v_link.id AND ended_at IS NULL AND expires_at > mawa_now();
        IF NOT FOUND THEN RETURN NULL; END IF;

        INSERT INTO password_changes (user_id, link_id) VALUES (v_link.user_id, v_link.id);
        UPDATE users SET password_hash = p_hash WHERE id = v_link.user_id;
        UPDATE sessions SET ended_at = mawa_now() WHERE user_id = v_link.user_id AND ended_at IS NULL;

        -- A link of the command line founds the programme: its administrator has nobody to confirm them.
        SELECT bool_and(u.system) INTO v_founding FROM users u WHERE u.id IN (v_link.made_by, v_link.confirmed_by);
        WITH over AS (
          UPDATE user_roles r SET ended_by = v_link.confirmed_by, ended_at = mawa_now()
           WHERE r.user_id = v_link.user_id AND r.ended_at IS NULL AND r.needs_second
             AND NOT (v_founding AND r.role = 'administrator') RETURNING r.role)
        SELECT array_agg(role) INTO v_over FROM over;
        INSERT INTO user_roles (user_id, role, granted_by)
        SELECT v_link.user_id, role, v_link.confirmed_by FROM unnest(v_over) AS role;
        RETURN v_link.user_id;
      END $$;
      REVOKE EXECUTE ON FUNCTION password_link_account(bytea), use_password_link(bytea, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION password_link_account(bytea), use_password_link(bytea, text) TO mawa_app;
      ALTER FUNCTION password_link_account(bytea) OWNER TO mawa_gate;
      ALTER FUNCTION use_password_link(bytea, text) OWNER TO mawa_gate;

      -- Who handed over the link through which this account's password was chosen, as long as nobody else
      -- has confirmed a role since: until then nobody but them can be sure not to know the password.
      CREATE FUNCTION password_handed_over_by(p_user uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT coalesce(l.confirmed_by, l.made_by) -- of old links the maker alone knew the secret
          FROM (SELECT c.link_id, c.at FROM password_changes c WHERE c.user_id = p_user AND c.link_id IS NOT NULL
                 ORDER BY c.at DESC LIMIT 1) AS last
          JOIN password_links l ON l.id = last.link_id
         WHERE NOT EXISTS (
           SELECT 1 FROM user_roles r WHERE r.user_id = p_user AND r.needs_second AND r.confirmed_at >= last.at
              AND r.confirmed_by <> coalesce(l.confirmed_by, l.made_by) AND r.ended_at IS DISTINCT FROM last.at) $$;
      CREATE FUNCTION role_is_confirmed_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.confirmed_by = password_handed_over_by(NEW.user_id) THEN
          RAISE EXCEPTION 'whoever handed the password link over does not confirm the role' USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER role_is_confirmed_by_another BEFORE INSERT OR UPDATE OF confirmed_by ON user_roles
        FOR EACH ROW WHEN (NEW.confirmed_by IS NOT NULL) EXECUTE FUNCTION role_is_confirmed_by_another();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER role_is_confirmed_by_another ON user_roles;
      DROP FUNCTION role_is_confirmed_by_another(), password_handed_over_by(uuid);
      DROP FUNCTION use_password_link(bytea, text), password_link_account(bytea);
      REVOKE SELECT ON password_links, password_changes FROM mawa_gate;
      REVOKE SELECT (email), UPDATE (password_hash) ON users FROM mawa_gate;
      REVOKE UPDATE (ended_at) ON password_links FROM mawa_gate;
      REVOKE INSERT ON password_changes FROM mawa_gate;
      REVOKE SELECT (user_id), UPDATE (ended_at) ON sessions FROM mawa_gate;
      REVOKE INSERT (user_id, role, granted_by), UPDATE (ended_by, ended_at) ON user_roles FROM mawa_gate;
      DROP TRIGGER password_link_stays ON password_links;
      DROP FUNCTION password_link_stays();
      REVOKE INSERT (user_id) ON password_changes FROM mawa_app;
      GRANT INSERT ON password_changes TO mawa_app;
      REVOKE UPDATE (token_digest, expires_at) ON password_links FROM mawa_app;
      COMMENT ON TABLE password_links IS NULL;
      ALTER TABLE password_links DROP CONSTRAINT password_links_secret_comes_with_the_second_person;
      DELETE FROM password_links WHERE token_digest IS NULL;
      UPDATE password_links SET ended_at = expires_at WHERE ended_at IS NULL;
      ALTER TABLE password_links ALTER COLUMN token_digest SET NOT NULL;
      CREATE FUNCTION password_link_waits(p_link uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT l.confirmed_by IS NULL AND EXISTS (
          SELECT 1 FROM user_roles r WHERE r.user_id = l.user_id AND r.ended_at IS NULL AND r.needs_second
             AND r.confirmed_by IS NOT NULL
             AND (r.confirmed_at < l.made_at
               OR EXISTS (SELECT 1 FROM password_changes c WHERE c.user_id = l.user_id)
               OR EXISTS (SELECT 1 FROM users u WHERE u.id = l.user_id AND u.password_hash IS NOT NULL)))
          FROM password_links l WHERE l.id = p_link $$;
      CREATE FUNCTION password_link_is_confirmed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF password_link_waits(NEW.link_id) THEN
          RAISE EXCEPTION 'this link waits for a second person' USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER password_link_is_confirmed BEFORE INSERT ON password_changes
        FOR EACH ROW WHEN (NEW.link_id IS NOT NULL) EXECUTE FUNCTION password_link_is_confirmed();
      ALTER TABLE user_roles DROP COLUMN needs_second;
      ALTER TABLE user_roles ADD COLUMN needs_second boolean NOT NULL
        GENERATED ALWAYS AS (role IN (${NEED_A_SECOND_BEFORE})) STORED;
    `);
  }
}
