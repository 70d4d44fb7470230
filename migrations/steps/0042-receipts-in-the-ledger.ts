import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Auditors read the number of a service's receipt beside its entry (receipt_of_service). Servers of before do not ask. */
export class GrantReceiptsToGate1764500000048 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('GRANT SELECT (receipt) ON services TO mawa_gate');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('REVOKE SELECT (receipt) ON services FROM mawa_gate');
  }
}
