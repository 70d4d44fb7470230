import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where somebody is kept apart, so many houses close together: one alone would tell where the other sleeps. */
export class HideHousesInGroups1700000001485 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('keep_apart_houses', '2020-01-01Z', '3', 'programme rule: docs/placement-rules.md, houses that close together');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM settings WHERE key = 'keep_apart_houses'`);
  }
}
