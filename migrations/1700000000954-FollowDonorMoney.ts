import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the donor has sent, what went back, and income that the programme itself earned: rows that are
 * never changed, each taken back by another. With the ledger they are the federal financial report.
 */
export class FollowDonorMoney1700000000954 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE donor_money (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        grant_id uuid NOT NULL REFERENCES grants (id),
        kind text NOT NULL CHECK (kind IN ('received', 'returned', 'income_earned', 'income_deducted', 'income_added')),
        -- In the grant's currency; what takes another row back has its amount with the other sign.
        amount numeric(14,2) NOT NULL CHECK (amount <> 0),
        on_day date NOT NULL,
        reference text NOT NULL CHECK (length(btrim(reference)) BETWEEN 2 AND 60),
        undoes uuid UNIQUE REFERENCES donor_money (id),
        entered_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        entered_at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT donor_money_taken_back_by_its_opposite CHECK ((undoes IS NOT NULL) = (amount < 0))
      );
      CREATE INDEX donor_money_by_grant ON donor_money (grant_id, on_day);
      CREATE TRIGGER donor_money_stays BEFORE UPDATE OR DELETE ON donor_money FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();

      CREATE FUNCTION donor_money_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_undone donor_money; v_why text;
      BEGIN
        -- Whoever closes a month waits for what is being entered into it, and the other way round.
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('close period', 2));
        -- Two at once take turns at the grant's funds.
        PERFORM 1 FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
          WHERE a.grant_id = NEW.grant_id AND a.kind = 'funds' FOR UPDATE OF b;
        IF NEW.undoes IS NOT NULL THEN
          SELECT * INTO v_undone FROM donor_money WHERE id = NEW.undoes;
          IF v_undone.undoes IS NOT NULL OR (v_undone.grant_id, v_undone.kind, v_undone.amount)
             IS DISTINCT FROM (NEW.grant_id, NEW.kind, -NEW.amount) OR NEW.on_day < v_undone.on_day THEN
            v_why := 'donor_money_taken_back_by_its_opposite';
          END IF;
        END IF;
        IF NEW.undoes IS NULL AND EXISTS (SELECT 1 FROM donor_money m WHERE m.id <> NEW.id AND m.undoes IS NULL
             AND (m.grant_id, m.kind, m.on_day, m.amount, lower(btrim(m.reference))) =
                 (NEW.grant_id, NEW.kind, NEW.on_day, NEW.amount, lower(btrim(NEW.reference)))
             AND NOT EXISTS (SELECT 1 FROM donor_money x WHERE x.undoes = m.id)) THEN
          v_why := 'donor_money_once';
        END IF;
        IF NEW.on_day <= (SELECT max(until_day) FROM closed_periods) THEN v_why := 'donor_money_period_is_open'; END IF;
        IF NEW.on_day < (SELECT starts_on FROM grants WHERE id = NEW.grant_id) THEN v_why := 'donor_money_within_the_grant'; END IF;
        IF v_why IS NULL THEN
          SELECT CASE WHEN sum(amount) FILTER (WHERE kind = 'returned') > coalesce(sum(amount) FILTER (WHERE kind = 'received'), 0)
                      THEN 'donor_money_returned_within_received'
                      WHEN sum(amount) FILTER (WHERE kind IN ('income_deducted', 'income_added'))
                         > coalesce(sum(amount) FILTER (WHERE kind = 'income_earned'), 0) THEN 'donor_money_spent_within_earned'
                      WHEN sum(amount) FILTER (WHERE kind = 'received')
                         - coalesce(sum(amount) FILTER (WHERE kind = 'returned'), 0) > (SELECT amount FROM grants WHERE id = NEW.grant_id)
                      THEN 'donor_money_within_the_award' END
            INTO v_why FROM donor_money WHERE grant_id = NEW.grant_id;
        END IF;
        IF v_why IS NOT NULL THEN
          RAISE EXCEPTION 'this does not hold: %', v_why USING ERRCODE = '23514', CONSTRAINT = v_why;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER donor_money_holds AFTER INSERT ON donor_money FOR EACH ROW EXECUTE FUNCTION donor_money_holds();

      ALTER TABLE donor_money ENABLE ROW LEVEL SECURITY;
      ALTER TABLE donor_money FORCE ROW LEVEL SECURITY;
      CREATE POLICY donor_money_read ON donor_money FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
      CREATE POLICY donor_money_add ON donor_money FOR INSERT TO mawa_app
        WITH CHECK (entered_by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('finance_officer') OR mawa_is_system()));
      CREATE POLICY donor_money_for_constraints ON donor_money FOR SELECT TO mawa_owner USING (true);
      GRANT SELECT, INSERT ON donor_money TO mawa_app;

      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('sf425_days', '2020-01-01Z', '{"quarterly": 30, "semi_annual": 30, "annual": 90, "final": 120}',
         '2 CFR 200.329: 30 days after a quarter or half-year, 90 after a year; 2 CFR 200.344(b): 120 after the end');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM donor_money) THEN RAISE EXCEPTION 'the donor sent money: this step does not go back'; END IF;
      END $$;
      DELETE FROM settings WHERE key = 'sf425_days';
      DROP TABLE donor_money;
      DROP FUNCTION donor_money_holds;
    `);
  }
}
