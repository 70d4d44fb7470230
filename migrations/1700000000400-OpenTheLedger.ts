import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable } from './support';

/**
 * The grant, its lines, rates, the double-entry ledger and the services that charge it.
 * A ledger entry names its source (kind and id) and never a case (docs/money.md).
 */
export class OpenTheLedger1700000000400 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE grants (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        code text NOT NULL UNIQUE,
        title text NOT NULL,
        donor_id uuid NOT NULL REFERENCES organisations (id),
        currency char(3) NOT NULL,
        amount numeric(14,2) NOT NULL CHECK (amount > 0),
        fee_rate numeric(7,6) NOT NULL CHECK (fee_rate BETWEEN 0 AND 1),
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        shares_source text NOT NULL,
        CHECK (ends_on > starts_on)
      );

      CREATE TABLE grant_shares (
        grant_id uuid NOT NULL REFERENCES grants (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        after_fee numeric(14,2) NOT NULL CHECK (after_fee > 0),
        support_rate numeric(7,6) NOT NULL CHECK (support_rate BETWEEN 0 AND 1),
        direct numeric(14,2) NOT NULL,
        support numeric(14,2) NOT NULL,
        PRIMARY KEY (grant_id, organisation_id),
        CONSTRAINT grant_shares_add_up CHECK (direct + support = after_fee)
      );

      CREATE TABLE budget_lines (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        grant_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        code text NOT NULL,
        name jsonb NOT NULL CHECK (name ?& ARRAY['fr', 'ar', 'en']),
        amount numeric(14,2) NOT NULL CHECK (amount >= 0),
        unsdg_category smallint NOT NULL CHECK (unsdg_category BETWEEN 1 AND 7),
        object_class char(1) NOT NULL CHECK (object_class BETWEEN 'a' AND 'h'),
        FOREIGN KEY (grant_id, organisation_id) REFERENCES grant_shares (grant_id, organisation_id),
        UNIQUE (grant_id, code)
      );

      CREATE TABLE exchange_rates (
        from_currency char(3) NOT NULL,
        to_currency char(3) NOT NULL,
        valid_from date NOT NULL,
        rate numeric(18,8) NOT NULL CHECK (rate > 0),
        source text NOT NULL,
        entered_by uuid NOT NULL REFERENCES users (id),
        entered_at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (from_currency, to_currency, valid_from)
      );

      CREATE TABLE night_rates (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        valid daterange NOT NULL CHECK (NOT isempty(valid)),
        amount numeric(10,2) NOT NULL CHECK (amount >= 0),
        currency char(3) NOT NULL,
        line_id uuid NOT NULL REFERENCES budget_lines (id),
        CONSTRAINT night_rates_one_at_a_time EXCLUDE USING gist (shelter_id WITH =, valid WITH &&)
      );

      CREATE TABLE closed_periods (
        until_day date PRIMARY KEY,
        closed_at timestamptz NOT NULL DEFAULT mawa_now(),
        closed_by uuid NOT NULL REFERENCES users (id)
      );

      -- Ledger ----------------------------------------------------------------------------------
      CREATE TABLE ledger_accounts (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        grant_id uuid NOT NULL REFERENCES grants (id),
        kind text NOT NULL CHECK (kind IN ('funds', 'spent', 'unfunded')),
        line_id uuid REFERENCES budget_lines (id),
        CHECK ((kind = 'funds') = (line_id IS NULL))
      );
      CREATE UNIQUE INDEX ledger_accounts_once ON ledger_accounts (grant_id, kind, line_id) NULLS NOT DISTINCT;

      CREATE TABLE ledger_balances (
        account_id uuid PRIMARY KEY REFERENCES ledger_accounts (id),
        balance numeric(16,2) NOT NULL DEFAULT 0
      );

      CREATE TABLE ledger_transactions (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        grant_id uuid NOT NULL REFERENCES grants (id),
        source_kind text NOT NULL CHECK (source_kind IN ('bed-night', 'service', 'correction', 'reversal')),
        source_id text NOT NULL,
        booked_on date NOT NULL,
        fact_on date NOT NULL,
        reverses uuid UNIQUE REFERENCES ledger_transactions (id),
        posted_at timestamptz NOT NULL DEFAULT mawa_now(),
        posted_by uuid NOT NULL REFERENCES users (id),
        CONSTRAINT ledger_source_once UNIQUE (source_kind, source_id),
        CHECK ((source_kind = 'reversal') = (reverses IS NOT NULL))
      );
      CREATE INDEX ledger_by_booking_day ON ledger_transactions (booked_on);

      CREATE TABLE ledger_entries (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        transaction_id uuid NOT NULL REFERENCES ledger_transactions (id),
        account_id uuid NOT NULL REFERENCES ledger_accounts (id),
        amount numeric(14,2) NOT NULL CHECK (amount <> 0),
        original_amount numeric(14,2) NOT NULL,
        original_currency char(3) NOT NULL,
        rate numeric(18,8) NOT NULL CHECK (rate > 0),
        rate_on date NOT NULL
      );
      CREATE INDEX ledger_entries_by_transaction ON ledger_entries (transaction_id);
      CREATE INDEX ledger_entries_by_account ON ledger_entries (account_id);

      CREATE FUNCTION ledger_account_has_a_balance() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO ledger_balances (account_id) VALUES (NEW.id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER ledger_account_has_a_balance AFTER INSERT ON ledger_accounts
        FOR EACH ROW EXECUTE FUNCTION ledger_account_has_a_balance();

      CREATE FUNCTION ledger_moves_the_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE ledger_balances SET balance = balance + NEW.amount WHERE account_id = NEW.account_id;
        IF NOT FOUND THEN RAISE EXCEPTION 'an account without a balance'; END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER ledger_moves_the_balance AFTER INSERT ON ledger_entries
        FOR EACH ROW EXECUTE FUNCTION ledger_moves_the_balance();

      CREATE FUNCTION ledger_sums_to_zero() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_id uuid := CASE WHEN TG_TABLE_NAME = 'ledger_entries' THEN (to_jsonb(NEW)->>'transaction_id')::uuid ELSE (to_jsonb(NEW)->>'id')::uuid END;
              v_sum numeric; v_count integer;
      BEGIN
        SELECT coalesce(sum(amount), 0), count(*) INTO v_sum, v_count FROM ledger_entries WHERE transaction_id = v_id;
        IF v_sum <> 0 OR v_count < 2 THEN
          RAISE EXCEPTION 'a transaction needs two or more entries that sum to zero' USING ERRCODE = '23514', CONSTRAINT = 'ledger_sums_to_zero';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER ledger_sums_to_zero AFTER INSERT ON ledger_entries
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_sums_to_zero();
      CREATE CONSTRAINT TRIGGER ledger_has_entries AFTER INSERT ON ledger_transactions
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_sums_to_zero();

      CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the ledger is append-only: post a reversal' USING ERRCODE = '23514', CONSTRAINT = 'ledger_is_append_only';
      END $$;
      CREATE TRIGGER ledger_entries_stay BEFORE UPDATE OR DELETE ON ledger_entries
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
      CREATE TRIGGER ledger_transactions_stay BEFORE UPDATE OR DELETE ON ledger_transactions
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();

      CREATE FUNCTION ledger_period_is_open() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.booked_on <= (SELECT max(until_day) FROM closed_periods) THEN
          RAISE EXCEPTION 'this period is closed' USING ERRCODE = '23514', CONSTRAINT = 'ledger_period_is_open';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER ledger_period_is_open BEFORE INSERT ON ledger_transactions
        FOR EACH ROW EXECUTE FUNCTION ledger_period_is_open();

      -- The ledger is read by role and organisation; system users and those who record facts may add to it.
      CREATE FUNCTION mawa_reads_money() RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT mawa_has_role('finance_officer', 'programme_officer', 'auditor') OR mawa_is_system() $$;
      ALTER TABLE ledger_transactions ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ledger_transactions FORCE ROW LEVEL SECURITY;
      ALTER TABLE ledger_entries ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ledger_entries FORCE ROW LEVEL SECURITY;
      CREATE POLICY ledger_transactions_read ON ledger_transactions FOR SELECT TO mawa_app
        USING ((SELECT mawa_reads_money()) OR posted_by = (SELECT mawa_actor()));
      CREATE POLICY ledger_transactions_add ON ledger_transactions FOR INSERT TO mawa_app
        WITH CHECK (posted_by = (SELECT mawa_actor()));
      CREATE POLICY ledger_entries_read ON ledger_entries FOR SELECT TO mawa_app
        USING ((SELECT mawa_reads_money()) OR EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.id = transaction_id));
      CREATE POLICY ledger_entries_add ON ledger_entries FOR INSERT TO mawa_app WITH CHECK (true);
      -- Constraint triggers run as the owner: the owner reads what it must add up.
      CREATE POLICY ledger_entries_for_constraints ON ledger_entries FOR SELECT TO mawa_owner USING (true);

      GRANT SELECT, INSERT ON grants, grant_shares, budget_lines, exchange_rates, night_rates, closed_periods, ledger_accounts TO mawa_app;
      GRANT UPDATE (amount) ON budget_lines TO mawa_app;
      GRANT UPDATE (valid) ON night_rates TO mawa_app;
      GRANT SELECT, INSERT ON ledger_transactions, ledger_entries TO mawa_app;
      GRANT SELECT ON ledger_balances TO mawa_app;
      -- Row locks on the balance come before the split into funded and unfunded.
      GRANT UPDATE, INSERT ON ledger_balances TO mawa_app;

      -- Services ----------------------------------------------------------------------------------
      CREATE TABLE service_types (
        code text PRIMARY KEY,
        category text NOT NULL,
        name jsonb NOT NULL CHECK (name ?& ARRAY['fr', 'ar', 'en']),
        unit text NOT NULL CHECK (unit IN ('session', 'item', 'hour', 'day', 'trip')),
        line_id uuid REFERENCES budget_lines (id),
        active boolean NOT NULL DEFAULT true
      );

      CREATE TABLE services (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id),
        type_code text NOT NULL REFERENCES service_types (code),
        given_on date NOT NULL,
        quantity numeric(8,2) NOT NULL DEFAULT 1 CHECK (quantity > 0 AND quantity <= 10000),
        provider_id uuid REFERENCES organisations (id),
        cost_amount numeric(12,2) CHECK (cost_amount > 0),
        cost_currency char(3),
        note_sealed bytea,
        recorded_at timestamptz NOT NULL DEFAULT mawa_now(),
        recorded_by uuid NOT NULL REFERENCES users (id),
        cancelled_at timestamptz,
        cancelled_by uuid REFERENCES users (id),
        cancel_reason text CHECK (length(cancel_reason) <= 200),
        CHECK ((cost_amount IS NULL) = (cost_currency IS NULL)),
        CHECK ((cancelled_at IS NULL) = (cancelled_by IS NULL))
      );
      CREATE INDEX services_by_case ON services (case_id, given_on);
      CREATE INDEX services_by_day ON services (given_on);
      ${caseTable('services', 'care')}
      GRANT SELECT, INSERT ON service_types TO mawa_app;
      GRANT UPDATE (line_id, active) ON service_types TO mawa_app;
      GRANT SELECT, INSERT ON services TO mawa_app;
      GRANT UPDATE (cancelled_at, cancelled_by, cancel_reason) ON services TO mawa_app;

      GRANT SELECT (id, case_id, type_code, given_on, quantity, provider_id, cost_amount, cost_currency, cancelled_at)
        ON services TO mawa_figures;
      CREATE POLICY services_for_figures ON services FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT ON service_types, grants, grant_shares, budget_lines, ledger_accounts, ledger_transactions, ledger_entries,
        ledger_balances, night_rates, exchange_rates, closed_periods TO mawa_figures;
      CREATE POLICY ledger_transactions_for_figures ON ledger_transactions FOR SELECT TO mawa_figures USING (true);
      CREATE POLICY ledger_entries_for_figures ON ledger_entries FOR SELECT TO mawa_figures USING (true);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE services, service_types, ledger_entries, ledger_transactions, ledger_balances, ledger_accounts,
        closed_periods, night_rates, exchange_rates, budget_lines, grant_shares, grants CASCADE;
      DROP FUNCTION ledger_account_has_a_balance, ledger_moves_the_balance, ledger_sums_to_zero, ledger_is_append_only,
        ledger_period_is_open, mawa_reads_money CASCADE;
    `);
  }
}
