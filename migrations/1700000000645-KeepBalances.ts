import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A balance moves by entries alone: the application may lock its row, never write the amount. */
export class KeepBalances1700000000645 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // A row lock needs the right to update one column at least; the key is held by its references.
    await queryRunner.query(`
      REVOKE INSERT, UPDATE ON ledger_balances FROM mawa_app;
      GRANT INSERT (account_id), UPDATE (account_id) ON ledger_balances TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`GRANT INSERT, UPDATE ON ledger_balances TO mawa_app;`);
  }
}
