import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A mail that did not leave says, when it is tried again, what waits by then. */
export class CountDigestsAnew1700000000852 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('GRANT UPDATE (overdue, today, coming) ON digests TO mawa_app');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('REVOKE UPDATE (overdue, today, coming) ON digests FROM mawa_app');
  }
}
