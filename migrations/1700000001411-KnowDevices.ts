import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Browsers in which somebody has signed in before: while an account is being guessed at, its owner
 * gets in from one of them at once. Only the digest of what the browser keeps is written.
 */
export class KnowDevices1700000001411 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('known_device_days', '2020-01-01Z', '90', 'programme rule: how long a browser without a sign-in stays known');

      CREATE TABLE known_devices (
        token_digest bytea PRIMARY KEY CHECK (length(token_digest) = 32),
        user_id uuid NOT NULL REFERENCES users (id),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        used_at timestamptz NOT NULL DEFAULT mawa_now(),
        ended_at timestamptz
      );
      COMMENT ON TABLE known_devices IS
        'A browser after a sign-in, for one account: its wrong passwords are counted apart. It gives no right.';
      CREATE INDEX known_devices_by_user ON known_devices (user_id);
      ALTER TABLE known_devices ENABLE ROW LEVEL SECURITY;
      ALTER TABLE known_devices FORCE ROW LEVEL SECURITY;
      CREATE POLICY known_devices_are_ones_own ON known_devices TO mawa_app
        USING (user_id = (SELECT mawa_actor())) WITH CHECK (user_id = (SELECT mawa_actor()));
      CREATE POLICY known_devices_are_counted_by_administrators ON known_devices FOR SELECT TO mawa_app
        USING ((SELECT mawa_has_role('administrator')));
      CREATE POLICY known_devices_are_ended_by_administrators ON known_devices FOR UPDATE TO mawa_app
        USING ((SELECT mawa_has_role('administrator'))) WITH CHECK (ended_at IS NOT NULL);
      CREATE POLICY known_devices_at_the_gate ON known_devices FOR SELECT TO mawa_gate USING (true);
      GRANT SELECT, INSERT, UPDATE (used_at, ended_at), DELETE ON known_devices TO mawa_app;
      GRANT SELECT ON known_devices TO mawa_gate;

      -- Asked before anybody is signed in: which of a browser's marks is good for this account. A password
      -- chosen through a link forgets every browser of before.
      CREATE FUNCTION known_device(p_digests bytea[], p_email text) RETURNS bytea LANGUAGE sql STABLE
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT d.token_digest FROM known_devices d JOIN users u ON u.id = d.user_id
         WHERE d.token_digest = ANY (p_digests) AND u.email = p_email AND d.ended_at IS NULL
           AND d.used_at > mawa_now() - make_interval(days => mawa_setting('known_device_days')::int)
           AND NOT EXISTS (SELECT 1 FROM password_changes c
                            WHERE c.user_id = d.user_id AND c.link_id IS NOT NULL AND c.at >= d.made_at)
         LIMIT 1 $$;
      REVOKE EXECUTE ON FUNCTION known_device(bytea[], text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION known_device(bytea[], text) TO mawa_app;
      ALTER FUNCTION known_device(bytea[], text) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION known_device(bytea[], text);
      DROP TABLE known_devices;
      DELETE FROM settings WHERE key = 'known_device_days';
    `);
  }
}
