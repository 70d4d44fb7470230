import type { MigrationInterface, QueryRunner } from 'typeorm';

const KINDS = `'bed-night', 'service', 'correction', 'reversal', 'commitment', 'invoice', 'payment', 'release',
         'advance', 'liquidation', 'refund', 'reimbursement'`;

/**
 * What a confirmed agreement gives a partner is kept on its lines, so that nobody promises it to another:
 * booked when it is confirmed, within what each line still holds, and moved by what is accepted or ordered
 * under it. Closing an agreement gives the rest back; it is closed once nothing of it is open.
 */
export class KeepForAgreements1700000000991 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_source_kind_check;
      ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_source_kind_check CHECK (source_kind IN (${KINDS}, 'agreement'));
      ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_of_agreement;
      ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_of_agreement CHECK (
        source_kind = 'reversal' OR (source_kind IN ('advance', 'liquidation', 'refund', 'reimbursement', 'agreement')) = (agreement_id IS NOT NULL));

      -- The first booking of an agreement, by whose id it is known, is a choice; what follows from facts is not.
      CREATE FUNCTION agreement_stays_within_the_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.id = NEW.transaction_id AND t.source_kind = 'agreement'
                     AND t.source_id = t.agreement_id::text)
           AND (SELECT l.amount - sum(b.balance) FROM ledger_accounts mine JOIN budget_lines l ON l.id = mine.line_id
                  JOIN ledger_accounts a ON a.line_id = l.id AND a.kind IN ('spent', 'committed')
                  JOIN ledger_balances b ON b.account_id = a.id
                 WHERE mine.id = NEW.account_id AND mine.kind = 'committed' GROUP BY l.amount) < 0 THEN
          RAISE EXCEPTION 'the line does not hold this' USING ERRCODE = '23514', CONSTRAINT = 'agreement_stays_within_the_line';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER within_the_line_by_agreement AFTER INSERT ON ledger_entries
        FOR EACH ROW WHEN (NEW.amount > 0) EXECUTE FUNCTION agreement_stays_within_the_line();

      CREATE TABLE agreement_closings (
        agreement_id uuid PRIMARY KEY REFERENCES agreements (id),
        closed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        closed_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE TRIGGER agreement_closings_stay BEFORE UPDATE OR DELETE ON agreement_closings
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
      ALTER TABLE agreement_closings ENABLE ROW LEVEL SECURITY;
      ALTER TABLE agreement_closings FORCE ROW LEVEL SECURITY;
      CREATE POLICY agreement_closings_read ON agreement_closings FOR SELECT TO mawa_app
        USING (EXISTS (SELECT 1 FROM agreements a WHERE a.id = agreement_id));
      CREATE POLICY agreement_closings_add ON agreement_closings FOR INSERT TO mawa_app
        WITH CHECK (closed_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));
      CREATE POLICY agreement_closings_for_constraints ON agreement_closings TO mawa_owner USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON agreement_closings TO mawa_app;

      CREATE FUNCTION agreement_closes_with_nothing_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM 1 FROM agreements WHERE id = NEW.agreement_id FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM partner_totals t WHERE t.agreement_id = NEW.agreement_id
                    AND (t.advanced <> t.liquidated + t.refunded OR t.claimed <> t.reimbursed))
           OR EXISTS (SELECT 1 FROM partner_papers p JOIN partner_paper_states s ON s.paper_id = p.id
                       WHERE p.agreement_id = NEW.agreement_id AND s.state IN ('requested', 'authorised', 'entered'))
           OR EXISTS (SELECT 1 FROM commitments c JOIN commitment_totals t ON t.commitment_id = c.id
                       WHERE c.agreement_id = NEW.agreement_id AND (t.state IN ('planned', 'requested', 'approved')
                         OR t.committed - t.cancelled > t.invoiced OR t.invoiced > t.paid)) THEN
          RAISE EXCEPTION 'something of this agreement is open' USING ERRCODE = '23514', CONSTRAINT = 'agreement_closes_with_nothing_open';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER agreement_closes_with_nothing_open BEFORE INSERT ON agreement_closings
        FOR EACH ROW EXECUTE FUNCTION agreement_closes_with_nothing_open();

      CREATE FUNCTION agreement_is_not_closed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_agreement uuid := (to_jsonb(NEW)->>'agreement_id')::uuid;
      BEGIN
        IF TG_TABLE_NAME = 'partner_steps' THEN
          SELECT agreement_id INTO v_agreement FROM partner_papers WHERE id = NEW.paper_id;
        END IF;
        IF v_agreement IS NULL THEN RETURN NEW; END IF;
        PERFORM 1 FROM agreements WHERE id = v_agreement FOR SHARE;
        IF EXISTS (SELECT 1 FROM agreement_closings c WHERE c.agreement_id = v_agreement) THEN
          RAISE EXCEPTION 'this agreement is closed' USING ERRCODE = '23514', CONSTRAINT = 'agreement_is_not_closed';
        END IF;
        RETURN NEW;
      END $$;
      ${['partner_papers', 'partner_steps', 'commitments']
        .map(
          (table) => `
      CREATE TRIGGER agreement_is_not_closed BEFORE INSERT ON ${table}
        FOR EACH ROW EXECUTE FUNCTION agreement_is_not_closed();`,
        )
        .join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM ledger_transactions WHERE source_kind = 'agreement') OR EXISTS (SELECT 1 FROM agreement_closings) THEN
          RAISE EXCEPTION 'money is kept for agreements: this step does not go back';
        END IF;
      END $$;
      DROP TRIGGER agreement_is_not_closed ON commitments;
      DROP TRIGGER agreement_is_not_closed ON partner_steps;
      DROP TRIGGER agreement_is_not_closed ON partner_papers;
      DROP TABLE agreement_closings;
      DROP FUNCTION agreement_is_not_closed, agreement_closes_with_nothing_open;
      DROP TRIGGER within_the_line_by_agreement ON ledger_entries;
      DROP FUNCTION agreement_stays_within_the_line;
      ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_of_agreement;
      ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_of_agreement CHECK (
        source_kind = 'reversal' OR (source_kind IN ('advance', 'liquidation', 'refund', 'reimbursement')) = (agreement_id IS NOT NULL));
      ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_source_kind_check;
      ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_source_kind_check CHECK (source_kind IN (${KINDS}));
    `);
  }
}
