import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Passwords that nobody else chooses, accounts that close and open again, memberships that end: each
 * act a row. A membership holds once at a time, a link is used once, and nobody acts on themselves.
 */
export class ManageAccounts1700000000720 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('password_link_hours', '2020-01-01Z', '48', 'programme rule');

      -- Only the digest of what stands in the link is kept.
      CREATE TABLE password_links (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users (id),
        token_digest bytea NOT NULL CHECK (length(token_digest) = 32),
        made_by uuid NOT NULL REFERENCES users (id),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        expires_at timestamptz NOT NULL,
        confirmed_by uuid REFERENCES users (id),
        confirmed_at timestamptz,
        ended_at timestamptz,
        CONSTRAINT password_links_token_once UNIQUE (token_digest),
        CONSTRAINT password_links_last_a_while CHECK (expires_at > made_at),
        CONSTRAINT password_links_not_for_oneself CHECK (made_by <> user_id AND confirmed_by <> user_id),
        CONSTRAINT password_links_second_person CHECK (confirmed_by <> made_by)
      );
      CREATE UNIQUE INDEX password_links_one_open ON password_links (user_id) WHERE ended_at IS NULL;

      CREATE TABLE password_changes (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users (id),
        link_id uuid CONSTRAINT password_changes_link_used_once UNIQUE REFERENCES password_links (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX password_changes_by_user ON password_changes (user_id, at);

      -- A lost password of somebody whose role opens cases or gives rights waits for a second person:
      -- whoever holds the link holds the account.
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

      CREATE TABLE account_closings (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users (id),
        reason text NOT NULL CHECK (reason IN ('left', 'absence', 'security', 'mistake')),
        closed_by uuid NOT NULL REFERENCES users (id),
        closed_at timestamptz NOT NULL DEFAULT mawa_now(),
        reopened_by uuid REFERENCES users (id),
        reopened_at timestamptz,
        CONSTRAINT account_closings_nobody_closes_themselves CHECK (closed_by <> user_id AND reopened_by <> user_id),
        CONSTRAINT account_closings_reopened_later CHECK (reopened_at >= closed_at)
      );
      CREATE UNIQUE INDEX account_closings_once ON account_closings (user_id) WHERE reopened_at IS NULL;

      ALTER TABLE memberships ADD COLUMN ended_by uuid REFERENCES users (id);
      ALTER TABLE memberships ADD COLUMN ended_at timestamptz;
      -- The same membership twice was possible before: the later one is ended where it began.
      UPDATE memberships m SET until_at = m.from_at WHERE EXISTS (
        SELECT 1 FROM memberships e WHERE e.user_id = m.user_id AND e.principal_kind = m.principal_kind
           AND e.principal_id = m.principal_id AND (e.from_at, e.id) < (m.from_at, m.id)
           AND (e.until_at IS NULL OR e.until_at > m.from_at));
      ALTER TABLE memberships
        ADD CONSTRAINT memberships_end_after_they_begin CHECK (until_at >= from_at),
        ADD CONSTRAINT memberships_nobody_ends_their_own CHECK (ended_by <> user_id),
        ADD CONSTRAINT memberships_once EXCLUDE USING gist (user_id WITH =, principal_kind WITH =,
          principal_id WITH =, tstzrange(from_at, until_at) WITH &&);

      GRANT SELECT, INSERT ON password_links, account_closings TO mawa_app;
      GRANT UPDATE (confirmed_by, confirmed_at, ended_at) ON password_links TO mawa_app;
      GRANT UPDATE (reopened_by, reopened_at) ON account_closings TO mawa_app;
      GRANT SELECT, INSERT ON password_changes TO mawa_app;

      -- How many cases only this person holds: a count, never which. Asked by administrators, and recorded.
      CREATE FUNCTION cases_held_only_by(p_user uuid) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT CASE WHEN mawa_has_role('administrator') THEN (
          SELECT count(DISTINCT a.case_id)::int FROM case_access a
           WHERE a.principal_id = p_user AND a.reason IN ('registered', 'assigned')
             AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())
             AND NOT EXISTS (
               SELECT 1 FROM case_access o
                 JOIN users u ON u.active AND NOT u.system AND u.id <> p_user
                 JOIN user_roles r ON r.user_id = u.id AND r.opens_cases AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL
                WHERE o.case_id = a.case_id AND o.reason IN ('registered', 'assigned')
                  AND o.from_at <= mawa_now() AND (o.until_at IS NULL OR o.until_at > mawa_now())
                  AND (o.principal_id = u.id OR EXISTS (
                    SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.principal_id = o.principal_id
                       AND m.from_at <= mawa_now() AND (m.until_at IS NULL OR m.until_at > mawa_now())))))
          END $$;
      REVOKE EXECUTE ON FUNCTION cases_held_only_by(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION cases_held_only_by(uuid) TO mawa_app;
      ALTER FUNCTION cases_held_only_by(uuid) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION cases_held_only_by(uuid);
      ALTER TABLE memberships
        DROP CONSTRAINT memberships_once,
        DROP CONSTRAINT memberships_nobody_ends_their_own,
        DROP CONSTRAINT memberships_end_after_they_begin,
        DROP COLUMN ended_at, DROP COLUMN ended_by;
      DROP TABLE account_closings, password_changes, password_links CASCADE;
      DROP FUNCTION password_link_is_confirmed(), password_link_waits(uuid);
      DELETE FROM settings WHERE key = 'password_link_hours';
    `);
  }
}
