import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which grant told of a quarter first: its results are claimed with that grant alone. */
export class ClaimResultsOnce1700000001341 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE open_data_told ADD COLUMN place integer GENERATED ALWAYS AS IDENTITY`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE open_data_told DROP COLUMN place`);
  }
}
