import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keeping two people apart ends by a decision: who, when, and why (sealed under the first person's key). */
export class EndKeepApart1700000000734 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE keep_apart ADD COLUMN ended_by uuid REFERENCES users (id);
      ALTER TABLE keep_apart ADD COLUMN end_reason bytea;
      ALTER TABLE keep_apart ADD CONSTRAINT keep_apart_end_is_signed
        CHECK (ended_at IS NULL OR (ended_by IS NOT NULL AND end_reason IS NOT NULL)) NOT VALID;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE keep_apart DROP CONSTRAINT keep_apart_end_is_signed;
      ALTER TABLE keep_apart DROP COLUMN end_reason;
      ALTER TABLE keep_apart DROP COLUMN ended_by;
    `);
  }
}
