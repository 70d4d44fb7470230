import type { MigrationInterface, QueryRunner } from 'typeorm';

const FUNCTIONS = [
  'sign_in_account(text)',
  'session_open(bytea, uuid, text, timestamptz, integer)',
  'session_find(bytea[], timestamptz, integer)',
  'session_seen(bytea, timestamptz)',
  'session_end(bytea, timestamptz)',
  'sessions_of(uuid, bytea)',
  'sessions_end(uuid, bytea)',
  'account_has_password(uuid)',
  'own_password_hash()',
  'replace_own_password(text)',
  'choose_language(text)',
];

/**
 * What happens before an actor is known, and what an actor may do with their own secrets: functions of
 * the gate role that do one thing each. They and those of the links alone read or write the hash of a password,
 * the digest of a session and that of a link. Without a transaction of ours around them there is no `mawa_now()`: those
 * of the sessions are told the instant.
 */
export class SignInAtTheGate1700000001422 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT SELECT, INSERT, UPDATE ON sessions TO mawa_gate;
      GRANT SELECT (email, language, password_hash, created_at), UPDATE (password_hash, language) ON users TO mawa_gate;
      GRANT SELECT ON account_closings TO mawa_gate;

      -- A request of somebody signed in has no business with the passwords and sessions of others.
      CREATE FUNCTION mawa_nobody_acts() RETURNS void LANGUAGE plpgsql STABLE AS $$
      BEGIN
        IF coalesce(mawa_actor(), '00000000-0000-4000-8000-000000000000') <> '00000000-0000-4000-8000-000000000000' THEN
          RAISE EXCEPTION 'asked before anybody is signed in, and not after' USING ERRCODE = '42501';
        END IF;
      END $$;

      -- For the comparison that a sign-in makes.
      CREATE FUNCTION sign_in_account(p_email text) RETURNS TABLE (id uuid, password_hash text) LANGUAGE plpgsql STABLE
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM mawa_nobody_acts();
        RETURN QUERY SELECT u.id, u.password_hash FROM users u WHERE u.email = p_email AND u.active AND NOT u.system;
      END $$;

      -- False where the account was closed or its password replaced while this one was being compared.
      CREATE FUNCTION session_open(p_digest bytea, p_user uuid, p_hash text, p_now timestamptz, p_hours integer) RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM mawa_nobody_acts();
        INSERT INTO sessions (token_digest, user_id, created_at, seen_at, expires_at)
        SELECT p_digest, u.id, p_now, p_now, p_now + make_interval(hours => p_hours)
          FROM users u WHERE u.id = p_user AND u.active AND NOT u.system AND u.password_hash = p_hash FOR SHARE;
        RETURN FOUND;
      END $$;

      -- Whose open sessions these are; the asker holds their tokens.
      CREATE FUNCTION session_find(p_digests bytea[], p_now timestamptz, p_idle_minutes integer)
        RETURNS TABLE (token_digest bytea, user_id uuid, seen_at timestamptz) LANGUAGE plpgsql STABLE ROWS 1
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN QUERY SELECT s.token_digest, s.user_id, s.seen_at FROM sessions s
          WHERE s.token_digest = ANY (p_digests) AND s.ended_at IS NULL AND s.expires_at > p_now
            AND s.seen_at > p_now - make_interval(mins => p_idle_minutes);
      END $$;

      CREATE FUNCTION session_seen(p_digest bytea, p_now timestamptz) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE sessions SET seen_at = p_now WHERE token_digest = p_digest AND seen_at < p_now;
      END $$;

      CREATE FUNCTION session_end(p_digest bytea, p_now timestamptz) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE sessions SET ended_at = p_now WHERE token_digest = p_digest AND ended_at IS NULL;
      END $$;

      -- One's own open sessions, or an administrator's look at somebody's.
      CREATE FUNCTION sessions_of(p_user uuid, p_here bytea) RETURNS TABLE (since timestamptz, seen_at timestamptz, here boolean)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF p_user <> mawa_actor() AND NOT mawa_manages_accounts() THEN RETURN; END IF;
        RETURN QUERY SELECT s.created_at, s.seen_at, s.token_digest IS NOT DISTINCT FROM p_here FROM sessions s
          WHERE s.user_id = p_user AND s.ended_at IS NULL AND s.expires_at > mawa_now()
          ORDER BY 3 DESC, 2 DESC LIMIT 20;
      END $$;

      -- Ends one's own sessions but this one, or all those of somebody whose account the actor manages.
      CREATE FUNCTION sessions_end(p_user uuid, p_but bytea) RETURNS integer LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_ended integer;
      BEGIN
        IF p_user <> mawa_actor() AND NOT mawa_manages_accounts() THEN
          RAISE EXCEPTION 'these sessions are not for this actor to end' USING ERRCODE = '42501';
        END IF;
        UPDATE sessions s SET ended_at = mawa_now()
         WHERE s.user_id = p_user AND s.ended_at IS NULL AND s.expires_at > mawa_now() AND s.token_digest IS DISTINCT FROM p_but;
        GET DIAGNOSTICS v_ended = ROW_COUNT;
        RETURN v_ended;
      END $$;

      CREATE FUNCTION account_has_password(p_user uuid) RETURNS boolean LANGUAGE plpgsql STABLE
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN mawa_manages_accounts() AND EXISTS (SELECT 1 FROM users u WHERE u.id = p_user AND u.password_hash IS NOT NULL);
      END $$;

      CREATE FUNCTION own_password_hash() RETURNS text LANGUAGE plpgsql STABLE
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN (SELECT u.password_hash FROM users u WHERE u.id = mawa_actor() AND NOT u.system);
      END $$;

      CREATE FUNCTION replace_own_password(p_hash text) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO password_changes (user_id) VALUES (mawa_actor());
        UPDATE users u SET password_hash = p_hash WHERE u.id = mawa_actor() AND u.active;
      END $$;

      CREATE FUNCTION choose_language(p_language text) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE users u SET language = p_language WHERE u.id = mawa_actor();
      END $$;

      ${FUNCTIONS.map(
        (name) => `
      REVOKE EXECUTE ON FUNCTION ${name} FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${name} TO mawa_app;
      ALTER FUNCTION ${name} OWNER TO mawa_gate;`,
      ).join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION ${FUNCTIONS.join(', ')};
      DROP FUNCTION mawa_nobody_acts();
      REVOKE SELECT, INSERT, UPDATE ON sessions FROM mawa_gate;
      GRANT SELECT (expires_at, ended_at) ON sessions TO mawa_gate;
      REVOKE SELECT (email, language, password_hash, created_at), UPDATE (password_hash, language) ON users FROM mawa_gate;
      GRANT SELECT (email), UPDATE (password_hash) ON users TO mawa_gate;
      GRANT SELECT (user_id), UPDATE (ended_at) ON sessions TO mawa_gate;
      REVOKE ALL ON account_closings FROM mawa_gate;
    `);
  }
}
