import type { MigrationInterface, QueryRunner } from 'typeorm';

const FROM = '2026-11-24Z';
const SOURCE =
  'programme rule: docs/waiting-list.md, unaccompanied minors apart, our own starting value';

/**
 * A minor who comes without an adult is not "with children": the waiting list has points of its own for
 * that. A version of the weights from this day on takes over whatever the programme had set.
 */
export class WeighUnaccompaniedMinors1700000001482 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source)
      SELECT key, '${FROM}', value || '{"unaccompanied": 20}', '${SOURCE}' FROM settings
       WHERE key = 'waiting_weights' AND valid_from < '${FROM}' ORDER BY valid_from DESC LIMIT 1
      ON CONFLICT DO NOTHING;
      UPDATE settings SET value = value || '{"unaccompanied": 20}'
       WHERE key = 'waiting_weights' AND valid_from >= '${FROM}' AND NOT value ? 'unaccompanied';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM settings WHERE key = 'waiting_weights' AND valid_from = '${FROM}' AND source = '${SOURCE}';
      UPDATE settings SET value = value - 'unaccompanied' WHERE key = 'waiting_weights';
    `);
  }
}
