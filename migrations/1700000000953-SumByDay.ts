import type { MigrationInterface, QueryRunner } from 'typeorm';

const moves = (byDay: string): string => `
      CREATE OR REPLACE FUNCTION ledger_moves_the_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE ledger_balances SET balance = balance + NEW.amount WHERE account_id = NEW.account_id;
        IF NOT FOUND THEN RAISE EXCEPTION 'an account without a balance'; END IF;
        ${byDay}
        RETURN NULL;
      END $$;`;

/**
 * What was booked on each account on each day, kept with the entries: a budget and a report read a row
 * an account and a day, however many entries stand behind it.
 */
export class SumByDay1700000000953 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE ledger_days (
        account_id uuid NOT NULL REFERENCES ledger_accounts (id),
        day date NOT NULL,
        amount numeric(16,2) NOT NULL,
        PRIMARY KEY (account_id, day)
      );
      INSERT INTO ledger_days (account_id, day, amount)
        SELECT e.account_id, t.booked_on, sum(e.amount)
          FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id GROUP BY 1, 2;
      GRANT SELECT ON ledger_days TO mawa_figures;
      ${moves(`INSERT INTO ledger_days AS d (account_id, day, amount)
          SELECT NEW.account_id, t.booked_on, NEW.amount FROM ledger_transactions t WHERE t.id = NEW.transaction_id
          ON CONFLICT (account_id, day) DO UPDATE SET amount = d.amount + excluded.amount;`)}
      DROP INDEX ledger_entries_by_account;
      CREATE INDEX ledger_entries_by_account ON ledger_entries (account_id, id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${moves('')}
      DROP INDEX ledger_entries_by_account;
      CREATE INDEX ledger_entries_by_account ON ledger_entries (account_id);
      DROP TABLE ledger_days;
    `);
  }
}
