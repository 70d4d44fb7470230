import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * "It was a mistake" gives back what the roll said before somebody was called missing, also where it
 * said nothing: a roll call without a mark takes the last one of its night back.
 */
export class TakeMarksBack1700000001480 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE roll_calls ALTER COLUMN presence DROP NOT NULL;
      COMMENT ON COLUMN roll_calls.presence IS
        'The mark of the night; null takes the mark back, and nothing was said of the night.';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM roll_calls WHERE presence IS NULL;
      ALTER TABLE roll_calls ALTER COLUMN presence SET NOT NULL;
      COMMENT ON COLUMN roll_calls.presence IS NULL;
    `);
  }
}
