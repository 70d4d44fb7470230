import type { MigrationInterface, QueryRunner } from 'typeorm';

const change = (confirmed: string): string => `
      DROP POLICY password_links_change ON password_links;
      CREATE POLICY password_links_change ON password_links FOR UPDATE TO mawa_app
        USING ((SELECT mawa_manages_accounts()) AND ended_at IS NULL)
        WITH CHECK ((SELECT mawa_manages_accounts()) AND user_id <> (SELECT mawa_actor()) AND CASE
          WHEN ended_at IS NULL THEN ${confirmed}
          ELSE ended_at = (SELECT mawa_now()) END);`;

const SIGNED = 'confirmed_by = (SELECT mawa_actor()) AND confirmed_at = (SELECT mawa_now())';

/** Whoever confirms a password link gives it a new term: no longer than that of a link that is asked for. */
export class BoundConfirmedLinks1700000001427 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      change(
        `${SIGNED} AND expires_at <= (SELECT mawa_now()) + make_interval(hours => mawa_setting('password_link_hours')::int)`,
      ),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(change(SIGNED));
  }
}
