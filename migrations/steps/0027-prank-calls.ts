import type { MigrationInterface, QueryRunner } from 'typeorm';

const rename = (from: string, to: string) =>
  `UPDATE list_items SET fr = '${to}' WHERE list = 'call_types' AND version = 1 AND code = 'prank' AND fr = '${from}'`;

/**
 * The French word for a prank call said "malicious", unlike the Arabic and the English one. The first version of the
 * list came with the release: its word is put right where it stands, and versions of the programme's own stay.
 */
export class RenamePrankCalls1764500000033 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  up(runner: QueryRunner): Promise<void> {
    return this.change(runner, rename('Appel malveillant', 'Appel fantaisiste'));
  }

  down(runner: QueryRunner): Promise<void> {
    return this.change(runner, rename('Appel fantaisiste', 'Appel malveillant'));
  }

  /** Approved versions do not change, and the owner is under row-level security too: it would see no row. */
  private async change(runner: QueryRunner, sql: string): Promise<void> {
    await runner.query(
      `ALTER TABLE list_items NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER list_items_of_a_draft`,
    );
    await runner.query(sql);
    await runner.query(
      `ALTER TABLE list_items FORCE ROW LEVEL SECURITY, ENABLE TRIGGER list_items_of_a_draft`,
    );
  }
}
