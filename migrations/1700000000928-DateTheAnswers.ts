import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people say of a service counts in the quarter in which they were asked. */
export class DateTheAnswers1700000000928 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('GRANT SELECT (asked_at) ON service_ratings TO mawa_figures');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('REVOKE SELECT (asked_at) ON service_ratings FROM mawa_figures');
  }
}
