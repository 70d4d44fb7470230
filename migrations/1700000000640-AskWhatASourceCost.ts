import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Those who record facts charge and reverse them without reading the ledger: two small doors ask
 * about one known source, and a finance task may be opened by whoever books beyond a line.
 */
export class AskWhatASourceCost1700000000640 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A code, never free text: an entry must not tell about a person.
      ALTER TABLE ledger_transactions ADD COLUMN reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$');
      ALTER TABLE ledger_transactions ADD CHECK (reason IS NULL OR source_kind = 'reversal');

      CREATE POLICY ledger_transactions_for_constraints ON ledger_transactions FOR SELECT TO mawa_owner USING (true);

      -- The entries booked for one source; who asks must know the source (a random id) already.
      CREATE FUNCTION ledger_of_source(p_kind text, p_id text)
        RETURNS TABLE (transaction_id uuid, grant_id uuid, fact_on date, reversed boolean, account_id uuid, account_kind text,
          amount numeric, original_amount numeric, original_currency char(3), rate numeric, rate_on date)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT t.id, t.grant_id, t.fact_on, EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.id),
               e.account_id, a.kind, e.amount, e.original_amount, e.original_currency, e.rate, e.rate_on
          FROM ledger_transactions t
          JOIN ledger_entries e ON e.transaction_id = t.id
          JOIN ledger_accounts a ON a.id = e.account_id
         WHERE t.source_kind = p_kind AND t.source_id = p_id
         ORDER BY e.id $$;
      REVOKE EXECUTE ON FUNCTION ledger_of_source(text, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ledger_of_source(text, text) TO mawa_app;

      CREATE POLICY tasks_finance_is_told ON tasks FOR INSERT TO mawa_app
        WITH CHECK (kind = 'finance' AND case_id IS NULL AND for_role = 'finance_officer' AND done_at IS NULL);
      CREATE INDEX ledger_transactions_by_fact ON ledger_transactions (fact_on);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX ledger_transactions_by_fact;
      DROP POLICY tasks_finance_is_told ON tasks;
      DROP FUNCTION ledger_of_source(text, text);
      DROP POLICY ledger_transactions_for_constraints ON ledger_transactions;
      ALTER TABLE ledger_transactions DROP COLUMN reason;
    `);
  }
}
