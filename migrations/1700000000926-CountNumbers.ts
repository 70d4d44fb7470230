import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A number that is put right is one or two changes; a list of numbers tried against the line is many. */
export class CountNumbers1700000000926 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE calls ADD number_changes smallint NOT NULL DEFAULT 0
        CONSTRAINT calls_number_changes CHECK (number_changes BETWEEN 0 AND 20);
      GRANT UPDATE (number_changes) ON calls TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE calls DROP COLUMN number_changes');
  }
}
