import type { MigrationInterface, QueryRunner } from 'typeorm';

const END = `(CASE WHEN until_at IS NULL THEN 'infinity' ELSE until_at END)`;

/** Access is found by its end: ended access of years is not read any more. Servers of 0.1.0 work with these indexes too. */
export class IndexAccessByItsEnd1764500000005 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP INDEX case_access_by_case, case_access_by_principal;
       CREATE INDEX case_access_by_case ON case_access (case_id, ${END}, principal_id);
       CREATE INDEX case_access_by_principal ON case_access (principal_id, ${END}, case_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP INDEX case_access_by_case, case_access_by_principal;
       CREATE INDEX case_access_by_case ON case_access (case_id, principal_id);
       CREATE INDEX case_access_by_principal ON case_access (principal_id, case_id)`,
    );
  }
}
