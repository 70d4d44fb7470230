import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A change of the password ends the calendar address of its owner (end_hearing_feeds). Servers of before notice nothing.
 * Addresses that outlived a change end now.
 */
export class EndCalendarAddresses1764500000052 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT UPDATE (revoked_at) ON hearing_feeds TO mawa_gate;
      ALTER TABLE hearing_feeds NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE password_changes NO FORCE ROW LEVEL SECURITY;
      UPDATE hearing_feeds f SET revoked_at = c.at
        FROM (SELECT user_id, max(at) AS at FROM password_changes GROUP BY user_id) c
       WHERE c.user_id = f.user_id AND c.at >= f.made_at AND f.revoked_at IS NULL;
      ALTER TABLE hearing_feeds FORCE ROW LEVEL SECURITY;
      ALTER TABLE password_changes FORCE ROW LEVEL SECURITY
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('REVOKE UPDATE (revoked_at) ON hearing_feeds FROM mawa_gate');
  }
}
