import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stays that end soon or are overdue are found without reading those that have ended. Servers of before use it too. */
export class IndexStaysByEnd1764500000047 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX bookings_stays_by_end ON bookings (ends_on) WHERE state = 'stay'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX bookings_stays_by_end');
  }
}
