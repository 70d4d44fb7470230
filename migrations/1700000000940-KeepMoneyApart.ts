import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Accounts for what is promised and not yet paid, in the same ledger: what a line has committed stands
 * against the grant's reserve, what is invoiced against what is payable, and what a rate gained or
 * lost between invoice and payment apart. Whoever books in a grant takes turns at its funds.
 */
export class KeepMoneyApart1700000000940 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_kind_check;
      ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_check;
      ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_kind_check
        CHECK (kind IN ('funds', 'reserve', 'payable', 'exchange', 'spent', 'unfunded', 'committed'));
      ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_of_grant_or_line
        CHECK ((kind IN ('funds', 'reserve', 'payable', 'exchange')) = (line_id IS NULL));

      CREATE FUNCTION grant_has_accounts() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO ledger_accounts (grant_id, kind) VALUES (NEW.id, 'reserve'), (NEW.id, 'payable'), (NEW.id, 'exchange');
        RETURN NULL;
      END $$;
      CREATE TRIGGER grant_has_accounts AFTER INSERT ON grants FOR EACH ROW EXECUTE FUNCTION grant_has_accounts();
      CREATE FUNCTION line_has_accounts() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO ledger_accounts (grant_id, kind, line_id) VALUES (NEW.grant_id, 'committed', NEW.id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER line_has_accounts AFTER INSERT ON budget_lines FOR EACH ROW EXECUTE FUNCTION line_has_accounts();
      INSERT INTO ledger_accounts (grant_id, kind)
        SELECT id, unnest(ARRAY['reserve', 'payable', 'exchange']) FROM grants;
      INSERT INTO ledger_accounts (grant_id, kind, line_id) SELECT grant_id, 'committed', id FROM budget_lines;

      ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_source_kind_check;
      ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_source_kind_check CHECK (source_kind IN
        ('bed-night', 'service', 'correction', 'reversal', 'commitment', 'invoice', 'payment', 'release'));

      -- Locks balances, their grants' funds before all, then by kind, and answers what they are.
      CREATE FUNCTION take_turn(p_accounts uuid[]) RETURNS TABLE (account_id uuid, balance numeric)
        LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
        SELECT b.account_id, b.balance FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
         WHERE a.id IN (SELECT unnest(p_accounts) UNION
           SELECT f.id FROM ledger_accounts x JOIN ledger_accounts f ON f.grant_id = x.grant_id AND f.kind = 'funds'
            WHERE x.id = ANY (p_accounts))
         ORDER BY a.kind <> 'funds', a.kind, a.id FOR UPDATE OF b $$;

      -- Whoever does not ask for a turn gets one all the same, in the same order.
      CREATE FUNCTION ledger_takes_turns() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM 1 FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
          WHERE a.grant_id = NEW.grant_id AND a.kind = 'funds' FOR UPDATE OF b;
        RETURN NEW;
      END $$;
      CREATE TRIGGER ledger_takes_turns BEFORE INSERT ON ledger_transactions
        FOR EACH ROW EXECUTE FUNCTION ledger_takes_turns();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER ledger_takes_turns ON ledger_transactions;
      DROP TRIGGER line_has_accounts ON budget_lines;
      DROP TRIGGER grant_has_accounts ON grants;
      DROP FUNCTION ledger_takes_turns, take_turn, line_has_accounts, grant_has_accounts;
      DELETE FROM ledger_balances WHERE account_id IN
        (SELECT id FROM ledger_accounts WHERE kind IN ('reserve', 'payable', 'exchange', 'committed'));
      DELETE FROM ledger_accounts WHERE kind IN ('reserve', 'payable', 'exchange', 'committed');
      ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_source_kind_check;
      ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_source_kind_check
        CHECK (source_kind IN ('bed-night', 'service', 'correction', 'reversal'));
      ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_of_grant_or_line;
      ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_kind_check;
      ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_kind_check CHECK (kind IN ('funds', 'spent', 'unfunded'));
      ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_check CHECK ((kind = 'funds') = (line_id IS NULL));
    `);
  }
}
