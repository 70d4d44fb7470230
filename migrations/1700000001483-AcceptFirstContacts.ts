import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Help given at the first contact, in the days before the file was opened, is a fact of that file. */
export class AcceptFirstContacts1700000001483 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('first_contact_days', '2020-01-01Z', '7', 'programme rule: help of the first contact, so many days before registration');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM settings WHERE key = 'first_contact_days'`);
  }
}
