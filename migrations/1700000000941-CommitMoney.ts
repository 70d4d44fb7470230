import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Money that is promised by choice: who asked, who agreed, what was ordered, received, invoiced and
 * paid, as rows that are never changed. Nobody agrees to their own, no line is promised beyond what
 * it holds, nothing is received beyond the order, invoiced beyond what came or paid beyond the invoice:
 * constraints, whoever asks at the same moment.
 */
export class CommitMoney1700000000941 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('commitment_over_share', '2020-01-01Z', '0', 'programme rule: how far beyond its line, as a share of it, a second person may let a commitment go'),
        ('exchange_rate_days', '2020-01-01Z', '62', 'programme rule: how long a rate holds for money spent by choice; United Nations rates are monthly');

      -- How many people must agree to an amount above this one, and in which roles.
      CREATE TABLE approval_bands (
        valid_from date NOT NULL,
        above numeric(14,2) NOT NULL CHECK (above >= 0),
        approvals smallint NOT NULL CHECK (approvals BETWEEN 1 AND 3),
        roles text[] NOT NULL CHECK (cardinality(roles) > 0),
        source text NOT NULL,
        PRIMARY KEY (valid_from, above)
      );
      INSERT INTO approval_bands (valid_from, above, approvals, roles, source) VALUES
        ('2020-01-01', 0, 1, '{finance_officer,programme_officer}', 'programme rule: invented until the agencies give theirs'),
        ('2020-01-01', 10000, 2, '{finance_officer,programme_officer}', 'programme rule: invented until the agencies give theirs');
      CREATE FUNCTION approval_band(p_amount numeric, p_day date) RETURNS approval_bands LANGUAGE sql STABLE
        SET search_path = public, pg_temp AS $$
        SELECT b FROM approval_bands b
         WHERE b.valid_from = (SELECT max(valid_from) FROM approval_bands WHERE valid_from <= p_day) AND b.above < p_amount
         ORDER BY b.above DESC LIMIT 1 $$;

      CREATE TABLE suppliers (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        name text NOT NULL CHECK (length(btrim(name)) BETWEEN 2 AND 120),
        name_key text NOT NULL GENERATED ALWAYS AS (lower(regexp_replace(btrim(name), '\\s+', ' ', 'g'))) STORED UNIQUE
      );

      CREATE TABLE agreements (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        grant_id uuid NOT NULL REFERENCES grants (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        reference text NOT NULL CHECK (length(reference) BETWEEN 2 AND 60),
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        entered_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        entered_at timestamptz NOT NULL DEFAULT mawa_now(),
        CHECK (ends_on >= starts_on),
        UNIQUE (grant_id, reference),
        UNIQUE (grant_id, id)
      );

      ALTER TABLE budget_lines ADD CONSTRAINT budget_lines_of_grant UNIQUE (grant_id, id);
      CREATE TABLE commitments (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        number bigint NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
        grant_id uuid NOT NULL REFERENCES grants (id),
        line_id uuid NOT NULL,
        supplier_id uuid NOT NULL REFERENCES suppliers (id),
        agreement_id uuid,
        purpose text NOT NULL CHECK (length(purpose) BETWEEN 3 AND 160),
        amount numeric(14,2) NOT NULL CHECK (amount > 0),
        currency char(3) NOT NULL,
        -- In the grant's currency on the day it was written down: which band it falls in.
        estimate numeric(14,2) NOT NULL CHECK (estimate >= 0),
        -- When the goods come or the service is given.
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        CHECK (ends_on >= starts_on),
        FOREIGN KEY (grant_id, line_id) REFERENCES budget_lines (grant_id, id),
        FOREIGN KEY (grant_id, agreement_id) REFERENCES agreements (grant_id, id)
      );
      CREATE INDEX commitments_by_line ON commitments (line_id);
      CREATE INDEX commitments_by_supplier ON commitments (supplier_id);

      -- The one table of what follows what; what is ordered stays ordered while it comes in.
      CREATE TABLE commitment_transitions (
        from_state text NOT NULL,
        step text NOT NULL,
        to_state text NOT NULL,
        PRIMARY KEY (from_state, step)
      );
      INSERT INTO commitment_transitions VALUES
        ('new', 'planned', 'planned'), ('new', 'requested', 'requested'),
        ('planned', 'requested', 'requested'), ('planned', 'withdrawn', 'withdrawn'),
        ('requested', 'approved', 'approved'), ('requested', 'refused', 'refused'), ('requested', 'withdrawn', 'withdrawn'),
        ('approved', 'over_agreed', 'approved'), ('approved', 'committed', 'committed'), ('approved', 'withdrawn', 'withdrawn'),
        ('committed', 'received', 'committed'), ('committed', 'invoiced', 'committed'), ('committed', 'paid', 'committed'),
        ('committed', 'cancelled', 'committed'), ('committed', 'undone', 'committed');

      CREATE TABLE commitment_steps (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        place bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
        commitment_id uuid NOT NULL REFERENCES commitments (id),
        step text NOT NULL CHECK (step IN ('planned', 'requested', 'approved', 'over_agreed', 'refused', 'withdrawn',
          'committed', 'received', 'invoiced', 'paid', 'cancelled', 'undone')),
        amount numeric(14,2) CHECK (amount > 0),
        -- The day of the delivery, the invoice or the payment.
        on_day date NOT NULL,
        -- Number of the invoice, of the delivery note or of the transfer.
        document text CHECK (length(document) BETWEEN 1 AND 60),
        document_key text GENERATED ALWAYS AS (lower(regexp_replace(document, '[^[:alnum:]]', '', 'g'))) STORED,
        invoice_id uuid REFERENCES commitment_steps (id),
        undoes uuid UNIQUE REFERENCES commitment_steps (id),
        reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
        taken_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        taken_at timestamptz NOT NULL DEFAULT mawa_now(),
        CHECK ((amount IS NOT NULL) = (step IN ('committed', 'received', 'invoiced', 'paid', 'cancelled'))),
        CHECK ((invoice_id IS NOT NULL) = (step = 'paid')),
        CHECK ((undoes IS NOT NULL) = (step = 'undone')),
        CHECK ((document IS NOT NULL) OR step <> 'invoiced'),
        CHECK ((reason IS NOT NULL) = (step IN ('refused', 'withdrawn', 'cancelled', 'undone')))
      );
      CREATE INDEX commitment_steps_in_order ON commitment_steps (commitment_id, place);
      CREATE UNIQUE INDEX commitment_agreed_once_each ON commitment_steps (commitment_id, step, taken_by) WHERE step IN ('approved', 'over_agreed');
      CREATE INDEX commitment_steps_of_invoice ON commitment_steps (invoice_id) WHERE invoice_id IS NOT NULL;
      CREATE INDEX commitment_invoices ON commitment_steps (document_key) WHERE step = 'invoiced';
      CREATE TRIGGER commitment_steps_stay BEFORE UPDATE OR DELETE ON commitment_steps
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
      CREATE TRIGGER commitments_stay BEFORE UPDATE OR DELETE ON commitments
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();

      -- Where a commitment stands; moved by its steps alone.
      CREATE TABLE commitment_totals (
        commitment_id uuid PRIMARY KEY REFERENCES commitments (id),
        state text NOT NULL DEFAULT 'new',
        committed numeric(14,2) NOT NULL DEFAULT 0,
        received numeric(14,2) NOT NULL DEFAULT 0,
        invoiced numeric(14,2) NOT NULL DEFAULT 0,
        paid numeric(14,2) NOT NULL DEFAULT 0,
        cancelled numeric(14,2) NOT NULL DEFAULT 0,
        CONSTRAINT commitment_received_within_the_order CHECK (received + cancelled <= committed),
        CONSTRAINT commitment_invoiced_within_what_came CHECK (invoiced <= received),
        CONSTRAINT commitment_paid_within_the_invoices CHECK (paid <= invoiced),
        CHECK (least(committed, received, invoiced, paid, cancelled) >= 0)
      );
      CREATE INDEX commitment_totals_by_state ON commitment_totals (state);
      CREATE FUNCTION commitment_has_totals() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_why text;
      BEGIN
        SELECT CASE WHEN NEW.starts_on < g.starts_on OR NEW.ends_on > g.ends_on THEN 'commitment_within_the_grant'
                    WHEN NEW.starts_on < a.starts_on OR NEW.ends_on > a.ends_on THEN 'commitment_within_the_agreement' END INTO v_why
          FROM grants g LEFT JOIN agreements a ON a.id = NEW.agreement_id WHERE g.id = NEW.grant_id;
        IF v_why IS NOT NULL THEN
          RAISE EXCEPTION 'these days are not eligible' USING ERRCODE = '23514', CONSTRAINT = v_why;
        END IF;
        INSERT INTO commitment_totals (commitment_id) VALUES (NEW.id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER commitment_has_totals AFTER INSERT ON commitments FOR EACH ROW EXECUTE FUNCTION commitment_has_totals();

      CREATE FUNCTION commitment_refuse(p_constraint text) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'this step is refused: %', p_constraint USING ERRCODE = '23514', CONSTRAINT = p_constraint;
      END $$;
      CREATE FUNCTION commitment_steps_forward() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE c commitments; t commitment_totals; v_to text; v_band approval_bands; u commitment_steps; v_sign integer := 1;
              v_step text := NEW.step; v_amount numeric := coalesce(NEW.amount, 0);
      BEGIN
        SELECT * INTO t FROM commitment_totals WHERE commitment_id = NEW.commitment_id FOR UPDATE;
        SELECT * INTO c FROM commitments WHERE id = NEW.commitment_id;
        SELECT to_state INTO v_to FROM commitment_transitions WHERE from_state = t.state AND step = NEW.step;
        IF v_to IS NULL THEN PERFORM commitment_refuse('commitment_step_in_turn'); END IF;
        IF NEW.step IN ('committed', 'received', 'paid', 'cancelled')
           AND NEW.on_day <= (SELECT max(until_day) FROM closed_periods) THEN
          PERFORM commitment_refuse('commitment_period_is_open');
        END IF;
        -- What is ordered and comes outside the grant's days is not eligible; a late invoice and its payment are.
        IF EXISTS (SELECT 1 FROM grants g WHERE g.id = c.grant_id
             AND (NEW.step IN ('committed', 'received', 'invoiced') AND NEW.on_day < g.starts_on
               OR NEW.step IN ('committed', 'received') AND NEW.on_day > g.ends_on)) THEN
          PERFORM commitment_refuse('commitment_day_within_the_grant');
        END IF;
        IF NEW.step = 'paid' AND NEW.on_day < (SELECT i.on_day FROM commitment_steps i WHERE i.id = NEW.invoice_id) THEN
          PERFORM commitment_refuse('commitment_paid_after_its_invoice');
        END IF;
        IF NEW.step IN ('approved', 'refused', 'over_agreed') THEN
          IF NEW.taken_by = c.made_by OR EXISTS (SELECT 1 FROM commitment_steps s
               WHERE s.commitment_id = c.id AND s.step = 'requested' AND s.taken_by = NEW.taken_by) THEN
            PERFORM commitment_refuse('commitment_needs_another_person');
          END IF;
          v_band := approval_band(c.estimate, (mawa_now() AT TIME ZONE 'UTC')::date);
          IF NOT mawa_has_role(VARIADIC coalesce(v_band.roles, '{finance_officer,programme_officer}')) THEN
            PERFORM commitment_refuse('commitment_role_may_agree');
          END IF;
          IF NEW.step = 'approved' AND (SELECT count(*) + 1 FROM commitment_steps s
               WHERE s.commitment_id = c.id AND s.step = 'approved') < coalesce(v_band.approvals, 1) THEN
            v_to := t.state;
          END IF;
        END IF;
        IF NEW.step = 'committed' THEN
          IF NEW.amount <> c.amount THEN PERFORM commitment_refuse('commitment_as_agreed'); END IF;
          IF EXISTS (SELECT 1 FROM commitment_steps s WHERE s.commitment_id = c.id AND s.step = 'over_agreed' AND s.taken_by = NEW.taken_by) THEN
            PERFORM commitment_refuse('commitment_needs_another_person');
          END IF;
          IF EXISTS (SELECT 1 FROM agreements a WHERE a.id = c.agreement_id AND NEW.on_day > a.ends_on) THEN
            PERFORM commitment_refuse('commitment_within_the_agreement');
          END IF;
        END IF;
        IF NEW.step = 'undone' THEN
          SELECT * INTO u FROM commitment_steps WHERE id = NEW.undoes AND commitment_id = c.id;
          IF u.id IS NULL OR u.step NOT IN ('received', 'invoiced', 'paid') THEN
            PERFORM commitment_refuse('commitment_step_in_turn');
          END IF;
          IF EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = u.id) THEN
            PERFORM commitment_refuse('commitment_steps_undoes_key');
          END IF;
          IF u.step = 'invoiced' AND EXISTS (SELECT 1 FROM commitment_steps p WHERE p.invoice_id = u.id
               AND NOT EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = p.id)) THEN
            PERFORM commitment_refuse('commitment_invoice_is_paid');
          END IF;
          v_step := u.step; v_amount := u.amount; v_sign := -1;
        END IF;
        IF NEW.step = 'paid' THEN
          IF NEW.amount > (SELECT i.amount FROM commitment_steps i WHERE i.id = NEW.invoice_id AND i.commitment_id = c.id
               AND i.step = 'invoiced' AND NOT EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = i.id))
             - (SELECT coalesce(sum(p.amount), 0) FROM commitment_steps p WHERE p.invoice_id = NEW.invoice_id
                 AND NOT EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = p.id))
             IS NOT FALSE THEN
            PERFORM commitment_refuse('commitment_paid_within_the_invoices');
          END IF;
        END IF;
        UPDATE commitment_totals SET state = v_to,
               committed = committed + CASE v_step WHEN 'committed' THEN v_amount ELSE 0 END,
               received = received + CASE v_step WHEN 'received' THEN v_sign * v_amount ELSE 0 END,
               invoiced = invoiced + CASE v_step WHEN 'invoiced' THEN v_sign * v_amount ELSE 0 END,
               paid = paid + CASE v_step WHEN 'paid' THEN v_sign * v_amount ELSE 0 END,
               cancelled = cancelled + CASE v_step WHEN 'cancelled' THEN v_amount ELSE 0 END
         WHERE commitment_id = c.id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER commitment_steps_forward BEFORE INSERT ON commitment_steps
        FOR EACH ROW EXECUTE FUNCTION commitment_steps_forward();

      ALTER TABLE ledger_transactions ADD COLUMN commitment_id uuid REFERENCES commitments (id);
      ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_of_commitment CHECK (
        source_kind = 'reversal' OR (source_kind IN ('commitment', 'invoice', 'payment', 'release')) = (commitment_id IS NOT NULL));
      CREATE INDEX ledger_transactions_by_commitment ON ledger_transactions (commitment_id) WHERE commitment_id IS NOT NULL;

      -- What a line can still promise is its amount less what is spent and what is promised already.
      CREATE FUNCTION commitment_stays_within_the_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_commitment uuid; v_line budget_lines; v_left numeric;
      BEGIN
        SELECT t.commitment_id INTO v_commitment FROM ledger_transactions t WHERE t.id = NEW.transaction_id AND t.source_kind = 'commitment';
        IF v_commitment IS NULL THEN RETURN NULL; END IF;
        SELECT l.* INTO v_line FROM ledger_accounts a JOIN budget_lines l ON l.id = a.line_id
          WHERE a.id = NEW.account_id AND a.kind = 'committed';
        IF v_line.id IS NULL THEN RETURN NULL; END IF;
        IF v_line.id IS DISTINCT FROM (SELECT line_id FROM commitments WHERE id = v_commitment) THEN
          RAISE EXCEPTION 'this was agreed to for another line' USING ERRCODE = '23514', CONSTRAINT = 'commitment_as_agreed';
        END IF;
        SELECT v_line.amount - sum(b.balance) INTO v_left FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
          WHERE a.line_id = v_line.id AND a.kind IN ('spent', 'committed');
        IF v_left < 0 AND NOT (
             EXISTS (SELECT 1 FROM commitment_steps s WHERE s.commitment_id = v_commitment AND s.step = 'over_agreed')
             AND -v_left <= (mawa_setting('commitment_over_share'))::numeric * v_line.amount) THEN
          RAISE EXCEPTION 'the line does not hold this' USING ERRCODE = '23514', CONSTRAINT = 'commitment_stays_within_the_line';
        END IF;
        RETURN NULL;
      END $$;
      -- By its name it runs after ledger_moves_the_balance, which has counted the entry.
      CREATE TRIGGER within_the_line AFTER INSERT ON ledger_entries
        FOR EACH ROW WHEN (NEW.amount > 0) EXECUTE FUNCTION commitment_stays_within_the_line();

      -- Money is read by role; it is promised by finance and programme.
      CREATE FUNCTION mawa_commits_money() RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT mawa_has_role('finance_officer', 'programme_officer') OR mawa_is_system() $$;
      ${['agreements', 'commitments', 'commitment_steps', 'commitment_totals']
        .map(
          (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
      CREATE POLICY ${table}_for_constraints ON ${table} TO mawa_owner USING (true) WITH CHECK (true);
      CREATE POLICY ${table}_for_figures ON ${table} FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT ON ${table} TO mawa_app;`,
        )
        .join('')}
      CREATE POLICY agreements_add ON agreements FOR INSERT TO mawa_app
        WITH CHECK (entered_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));
      CREATE POLICY commitments_add ON commitments FOR INSERT TO mawa_app
        WITH CHECK (made_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));
      CREATE POLICY commitment_steps_add ON commitment_steps FOR INSERT TO mawa_app
        WITH CHECK (taken_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));
      GRANT INSERT ON agreements, commitments, commitment_steps TO mawa_app;
      GRANT SELECT, INSERT ON suppliers TO mawa_app;
      GRANT SELECT ON approval_bands, commitment_transitions TO mawa_app;
      GRANT SELECT ON commitments, commitment_totals TO mawa_figures;
      CREATE POLICY ledger_promises_by_those_who_may ON ledger_transactions AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (source_kind NOT IN ('commitment', 'invoice', 'payment', 'release') OR mawa_commits_money());
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM commitments) THEN RAISE EXCEPTION 'money is promised: this step does not go back'; END IF;
      END $$;
      DROP POLICY ledger_promises_by_those_who_may ON ledger_transactions;
      DROP TRIGGER within_the_line ON ledger_entries;
      DROP FUNCTION commitment_stays_within_the_line;
      DROP INDEX ledger_transactions_by_commitment;
      ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_of_commitment;
      ALTER TABLE ledger_transactions DROP COLUMN commitment_id;
      DROP TABLE commitment_totals, commitment_steps, commitment_transitions, commitments, agreements, suppliers;
      DROP FUNCTION commitment_steps_forward, commitment_refuse, commitment_has_totals, approval_band, mawa_commits_money;
      DROP TABLE approval_bands;
      ALTER TABLE budget_lines DROP CONSTRAINT budget_lines_of_grant;
      DELETE FROM settings WHERE key IN ('commitment_over_share', 'exchange_rate_days');
    `);
  }
}
