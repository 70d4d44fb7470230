import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a bed is closed is a code of a list that is edited: it keeps the version that it was chosen from. */
export class KeepReasonsWithTheirVersion1700000000812 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Empty where it was written before versions were kept: the first edition.
      ALTER TABLE bookings ADD COLUMN reason_version integer CHECK (reason_version > 0);
      ALTER TABLE bookings ADD CONSTRAINT bookings_version_of_a_reason CHECK (reason_version IS NULL OR reason IS NOT NULL);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE bookings DROP CONSTRAINT bookings_version_of_a_reason;
      ALTER TABLE bookings DROP COLUMN reason_version;
    `);
  }
}
