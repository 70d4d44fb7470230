import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Money that partners hold. A paper is an advance that is asked for, a report of what was spent or a
 * refund; its rows say how much for which line, its steps who did what and when, and none of them is ever
 * changed. What is agreed to is at most what was asked, by another person; what a partner holds never
 * falls below zero; a new advance waits until those before are liquidated: constraints, whoever asks at
 * the same moment.
 */
export class AdvancePartners1700000000961 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_kind_check;
      ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_of_grant_or_line;
      ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_kind_check
        CHECK (kind IN ('funds', 'reserve', 'payable', 'exchange', 'advance', 'spent', 'unfunded', 'committed'));
      ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_of_grant_or_line
        CHECK ((kind IN ('funds', 'reserve', 'payable', 'exchange', 'advance')) = (line_id IS NULL));
      CREATE FUNCTION grant_has_an_advance_account() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO ledger_accounts (grant_id, kind) VALUES (NEW.id, 'advance');
        RETURN NULL;
      END $$;
      CREATE TRIGGER grant_has_an_advance_account AFTER INSERT ON grants
        FOR EACH ROW EXECUTE FUNCTION grant_has_an_advance_account();
      INSERT INTO ledger_accounts (grant_id, kind) SELECT id, 'advance' FROM grants;

      ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_source_kind_check;
      ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_source_kind_check CHECK (source_kind IN
        ('bed-night', 'service', 'correction', 'reversal', 'commitment', 'invoice', 'payment', 'release',
         'advance', 'liquidation', 'refund', 'reimbursement'));
      ALTER TABLE ledger_transactions ADD COLUMN agreement_id uuid REFERENCES agreements (id);
      ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_of_agreement CHECK (
        source_kind = 'reversal' OR (source_kind IN ('advance', 'liquidation', 'refund', 'reimbursement')) = (agreement_id IS NOT NULL));
      CREATE INDEX ledger_transactions_by_agreement ON ledger_transactions (agreement_id) WHERE agreement_id IS NOT NULL;
      CREATE POLICY ledger_advances_by_those_who_may ON ledger_transactions AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (agreement_id IS NULL OR mawa_commits_money());

      CREATE TABLE partner_papers (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        number bigint NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
        agreement_id uuid NOT NULL REFERENCES agreements (id),
        kind text NOT NULL CHECK (kind IN ('advance', 'report', 'refund')),
        -- Of an advance: the first day of the quarter that it is asked for.
        quarter date CHECK (quarter = date_trunc('quarter', quarter::timestamp)::date),
        -- Of a report: against an advance, or of what the partner paid first out of its own.
        claim text CHECK (claim IN ('direct_cash_transfer', 'reimbursement')),
        from_month date CHECK (from_month = date_trunc('month', from_month::timestamp)::date),
        until_month date CHECK (until_month = date_trunc('month', until_month::timestamp)::date),
        interest money_to_the_cent,
        document text CHECK (length(document) BETWEEN 1 AND 60),
        made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        UNIQUE (agreement_id, id),
        CHECK ((kind = 'advance') = (quarter IS NOT NULL)),
        CHECK ((kind = 'report') = (claim IS NOT NULL AND from_month IS NOT NULL AND until_month IS NOT NULL AND interest IS NOT NULL)),
        CHECK (until_month >= from_month)
      );
      CREATE INDEX partner_papers_by_agreement ON partner_papers (agreement_id, kind);

      CREATE TABLE partner_paper_rows (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        paper_id uuid NOT NULL,
        agreement_id uuid NOT NULL,
        line_id uuid NOT NULL,
        month date CHECK (month = date_trunc('month', month::timestamp)::date),
        amount money_to_the_cent NOT NULL CHECK (amount > 0),
        document text CHECK (length(document) BETWEEN 1 AND 60),
        FOREIGN KEY (agreement_id, paper_id) REFERENCES partner_papers (agreement_id, id),
        CONSTRAINT partner_row_on_a_line_of_the_agreement FOREIGN KEY (agreement_id, line_id) REFERENCES agreement_lines (agreement_id, line_id),
        CONSTRAINT partner_rows_as_asked UNIQUE (id, amount)
      );
      CREATE INDEX partner_paper_rows_of_paper ON partner_paper_rows (paper_id);
      CREATE UNIQUE INDEX partner_paper_row_once_a_line ON partner_paper_rows (paper_id, line_id) WHERE month IS NULL;

      CREATE TABLE partner_transitions (
        kind text NOT NULL,
        from_state text NOT NULL,
        step text NOT NULL,
        to_state text NOT NULL,
        PRIMARY KEY (kind, from_state, step)
      );
      INSERT INTO partner_transitions VALUES
        ('advance', 'new', 'requested', 'requested'),
        ('advance', 'requested', 'authorised', 'authorised'), ('advance', 'requested', 'refused', 'refused'),
        ('advance', 'requested', 'withdrawn', 'withdrawn'), ('advance', 'authorised', 'withdrawn', 'withdrawn'),
        ('advance', 'authorised', 'paid', 'paid'), ('advance', 'paid', 'undone', 'authorised'),
        ('report', 'new', 'entered', 'entered'),
        ('report', 'entered', 'accepted', 'accepted'), ('report', 'entered', 'returned', 'returned'),
        ('report', 'entered', 'withdrawn', 'withdrawn'), ('report', 'accepted', 'undone', 'entered'),
        ('report', 'accepted', 'paid', 'paid'), ('report', 'paid', 'undone', 'accepted'),
        ('refund', 'new', 'refunded', 'refunded'), ('refund', 'refunded', 'undone', 'undone');

      CREATE TABLE partner_steps (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        place bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
        paper_id uuid NOT NULL REFERENCES partner_papers (id),
        step text NOT NULL CHECK (step IN ('requested', 'authorised', 'refused', 'withdrawn', 'paid', 'entered', 'accepted', 'returned', 'refunded', 'undone')),
        amount money_to_the_cent,
        on_day date NOT NULL,
        document text CHECK (length(document) BETWEEN 1 AND 60),
        reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
        undoes uuid CONSTRAINT partner_undone_once UNIQUE REFERENCES partner_steps (id),
        taken_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        taken_at timestamptz NOT NULL DEFAULT mawa_now(),
        CHECK ((amount IS NOT NULL) = (step IN ('requested', 'authorised', 'paid', 'entered', 'accepted', 'refunded'))),
        CHECK (amount > 0 OR step = 'accepted'),
        CHECK ((undoes IS NOT NULL) = (step = 'undone')),
        CHECK ((document IS NOT NULL) OR step NOT IN ('paid', 'refunded')),
        CHECK ((reason IS NOT NULL) = (step IN ('refused', 'returned', 'withdrawn', 'undone')))
      );
      CREATE INDEX partner_steps_of_paper ON partner_steps (paper_id, place);

      -- What of each row is authorised or accepted.
      CREATE TABLE partner_row_decisions (
        step_id uuid NOT NULL REFERENCES partner_steps (id),
        row_id uuid NOT NULL,
        asked money_to_the_cent NOT NULL,
        agreed money_to_the_cent NOT NULL,
        reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
        PRIMARY KEY (step_id, row_id),
        FOREIGN KEY (row_id, asked) REFERENCES partner_paper_rows (id, amount),
        CONSTRAINT partner_agreed_within_what_was_asked CHECK (agreed <= asked),
        CONSTRAINT partner_less_for_a_reason CHECK ((reason IS NOT NULL) = (agreed < asked))
      );
      CREATE INDEX partner_row_decisions_by_row ON partner_row_decisions (row_id);
      ${['partner_papers', 'partner_paper_rows', 'partner_steps', 'partner_row_decisions']
        .map(
          (table) => `
      CREATE TRIGGER ${table}_stay BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();`,
        )
        .join('')}

      -- Where a paper stands and what a partner holds; moved by steps alone.
      CREATE TABLE partner_paper_states (
        paper_id uuid PRIMARY KEY REFERENCES partner_papers (id),
        state text NOT NULL DEFAULT 'new',
        -- The step that brought it there and was not undone.
        step_id uuid REFERENCES partner_steps (id),
        -- The last of what was authorised or accepted, where it stands.
        agreed_by_step uuid REFERENCES partner_steps (id)
      );
      CREATE TABLE partner_totals (
        agreement_id uuid PRIMARY KEY REFERENCES agreements (id),
        advanced numeric(14,2) NOT NULL DEFAULT 0 CHECK (advanced >= 0),
        liquidated numeric(14,2) NOT NULL DEFAULT 0 CHECK (liquidated >= 0),
        refunded numeric(14,2) NOT NULL DEFAULT 0 CHECK (refunded >= 0),
        claimed numeric(14,2) NOT NULL DEFAULT 0 CHECK (claimed >= 0),
        reimbursed numeric(14,2) NOT NULL DEFAULT 0 CHECK (reimbursed >= 0),
        CONSTRAINT partner_holds_no_less_than_nothing CHECK (liquidated + refunded <= advanced),
        CONSTRAINT partner_reimbursed_within_the_claims CHECK (reimbursed <= claimed)
      );
      INSERT INTO partner_totals (agreement_id) SELECT id FROM agreements;
      CREATE FUNCTION agreement_has_totals() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO partner_totals (agreement_id) VALUES (NEW.id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER agreement_has_totals AFTER INSERT ON agreements FOR EACH ROW EXECUTE FUNCTION agreement_has_totals();
      CREATE FUNCTION partner_paper_has_a_state() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO partner_paper_states (paper_id) VALUES (NEW.id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER partner_paper_has_a_state AFTER INSERT ON partner_papers
        FOR EACH ROW EXECUTE FUNCTION partner_paper_has_a_state();

      CREATE FUNCTION partner_refuse(p_rule text) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '%', p_rule USING ERRCODE = '23514', CONSTRAINT = p_rule;
      END $$;

      CREATE FUNCTION partner_rows_come_first() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE p partner_papers;
      BEGIN
        SELECT * INTO p FROM partner_papers WHERE id = NEW.paper_id;
        IF (SELECT state FROM partner_paper_states WHERE paper_id = p.id FOR UPDATE) <> 'new' THEN
          PERFORM partner_refuse('partner_step_in_turn');
        END IF;
        IF (p.kind = 'report') <> (NEW.month IS NOT NULL) OR NEW.month NOT BETWEEN p.from_month AND p.until_month THEN
          PERFORM partner_refuse('partner_month_of_the_report');
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER partner_rows_come_first BEFORE INSERT ON partner_paper_rows
        FOR EACH ROW EXECUTE FUNCTION partner_rows_come_first();

      -- What is settled is taken from the oldest advance first: all before the last, and this share of the last.
      CREATE FUNCTION partner_may_be_advanced(p_agreement uuid) RETURNS boolean LANGUAGE sql STABLE
        SET search_path = public, pg_temp AS $$
        WITH paid AS (
          SELECT s.amount, row_number() OVER (ORDER BY s.on_day DESC, s.place DESC) AS back
            FROM partner_papers p JOIN partner_paper_states st ON st.paper_id = p.id AND st.state = 'paid'
            JOIN partner_steps s ON s.id = st.step_id
           WHERE p.agreement_id = p_agreement AND p.kind = 'advance')
        SELECT t.liquidated + t.refunded >= coalesce((SELECT sum(amount) FROM paid WHERE back > 1), 0)
             + coalesce((SELECT amount FROM paid WHERE back = 1), 0) * (mawa_setting('advance_liquidation_share'))::numeric
          FROM partner_totals t WHERE t.agreement_id = p_agreement $$;

      CREATE FUNCTION partner_steps_forward() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE p partner_papers; a agreements; st partner_paper_states; u partner_steps; v_to text;
              v_step text := NEW.step; v_amount numeric := NEW.amount; v_sign integer := 1; v_total text;
      BEGIN
        SELECT * INTO p FROM partner_papers WHERE id = NEW.paper_id;
        SELECT * INTO a FROM agreements WHERE id = p.agreement_id;
        PERFORM 1 FROM partner_totals WHERE agreement_id = a.id FOR UPDATE;
        SELECT * INTO st FROM partner_paper_states WHERE paper_id = p.id FOR UPDATE;
        SELECT to_state INTO v_to FROM partner_transitions WHERE kind = p.kind AND from_state = st.state AND step = NEW.step;
        IF v_to IS NULL OR (p.kind = 'report' AND NEW.step = 'paid' AND p.claim <> 'reimbursement') THEN
          PERFORM partner_refuse('partner_step_in_turn');
        END IF;
        IF a.amount IS NULL OR NOT EXISTS (SELECT 1 FROM agreement_confirmations c WHERE c.agreement_id = a.id) THEN
          PERFORM partner_refuse('partner_agreement_counts');
        END IF;
        IF NEW.step IN ('authorised', 'refused', 'accepted', 'returned') AND NEW.taken_by = p.made_by THEN
          PERFORM partner_refuse('partner_needs_another_person');
        END IF;
        IF NEW.step IN ('requested', 'entered', 'refunded')
           AND NEW.amount IS DISTINCT FROM (SELECT sum(r.amount) FROM partner_paper_rows r WHERE r.paper_id = p.id) THEN
          PERFORM partner_refuse('partner_rows_add_up');
        END IF;
        IF NEW.step = 'requested' AND (p.quarter > a.ends_on OR p.quarter + interval '3 months' <= a.starts_on) THEN
          PERFORM partner_refuse('partner_within_the_agreement');
        END IF;
        IF NEW.step = 'entered' AND (p.from_month < date_trunc('month', a.starts_on::timestamp) OR p.until_month > a.ends_on) THEN
          PERFORM partner_refuse('partner_within_the_agreement');
        END IF;
        IF NEW.step IN ('paid', 'refunded') THEN
          IF NEW.on_day <= (SELECT max(until_day) FROM closed_periods) THEN
            PERFORM partner_refuse('partner_period_is_open');
          END IF;
          IF NEW.on_day < a.starts_on OR (p.kind = 'advance' AND NEW.on_day > a.ends_on) THEN
            PERFORM partner_refuse('partner_within_the_agreement');
          END IF;
        END IF;
        IF p.kind = 'advance' AND NEW.step IN ('authorised', 'paid') THEN
          IF EXISTS (SELECT 1 FROM partner_papers o JOIN partner_paper_states s ON s.paper_id = o.id
               WHERE o.agreement_id = a.id AND o.kind = 'advance' AND o.id <> p.id AND s.state = 'authorised') THEN
            PERFORM partner_refuse('partner_one_advance_at_a_time');
          END IF;
          IF NOT partner_may_be_advanced(a.id) THEN PERFORM partner_refuse('partner_liquidates_first'); END IF;
          IF NEW.amount > a.amount - (SELECT advanced + claimed - refunded FROM partner_totals WHERE agreement_id = a.id) THEN
            PERFORM partner_refuse('partner_within_the_amount');
          END IF;
        END IF;
        IF NEW.step = 'paid' AND NEW.amount IS DISTINCT FROM (SELECT s.amount FROM partner_steps s WHERE s.id = st.agreed_by_step) THEN
          PERFORM partner_refuse('partner_paid_as_agreed');
        END IF;
        -- Whoever agreed to it does not hand it out as well, nor does one person enter a refund and take it back.
        IF NEW.step = 'paid' AND NEW.taken_by = (SELECT s.taken_by FROM partner_steps s WHERE s.id = st.agreed_by_step) THEN
          PERFORM partner_refuse('partner_needs_another_person');
        END IF;
        IF NEW.step = 'undone' THEN
          SELECT * INTO u FROM partner_steps WHERE id = NEW.undoes AND id = st.step_id;
          IF u.id IS NULL THEN PERFORM partner_refuse('partner_step_in_turn'); END IF;
          IF u.step = 'refunded' AND u.taken_by = NEW.taken_by THEN PERFORM partner_refuse('partner_needs_another_person'); END IF;
          v_step := u.step; v_amount := u.amount; v_sign := -1;
        END IF;
        v_total := CASE WHEN p.kind = 'advance' AND v_step = 'paid' THEN 'advanced'
                        WHEN v_step = 'accepted' AND p.claim = 'direct_cash_transfer' THEN 'liquidated'
                        WHEN v_step = 'accepted' THEN 'claimed'
                        WHEN v_step = 'refunded' THEN 'refunded'
                        WHEN p.kind = 'report' AND v_step = 'paid' THEN 'reimbursed' END;
        IF v_total IS NOT NULL THEN
          UPDATE partner_totals SET
              advanced = advanced + CASE v_total WHEN 'advanced' THEN v_sign * v_amount ELSE 0 END,
              liquidated = liquidated + CASE v_total WHEN 'liquidated' THEN v_sign * v_amount ELSE 0 END,
              refunded = refunded + CASE v_total WHEN 'refunded' THEN v_sign * v_amount ELSE 0 END,
              claimed = claimed + CASE v_total WHEN 'claimed' THEN v_sign * v_amount ELSE 0 END,
              reimbursed = reimbursed + CASE v_total WHEN 'reimbursed' THEN v_sign * v_amount ELSE 0 END
           WHERE agreement_id = a.id;
          -- Whatever moved it: what went out under an agreement and did not come back is within its amount.
          IF (SELECT advanced + claimed - refunded > a.amount FROM partner_totals WHERE agreement_id = a.id) THEN
            PERFORM partner_refuse('partner_within_the_amount');
          END IF;
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER partner_steps_forward BEFORE INSERT ON partner_steps
        FOR EACH ROW EXECUTE FUNCTION partner_steps_forward();

      CREATE FUNCTION partner_state_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE partner_paper_states s SET
            state = (SELECT t.to_state FROM partner_transitions t JOIN partner_papers p ON p.kind = t.kind
                      WHERE p.id = NEW.paper_id AND t.from_state = s.state AND t.step = NEW.step),
            agreed_by_step = CASE WHEN NEW.step IN ('authorised', 'accepted') THEN NEW.id
              WHEN NEW.step = 'undone' AND s.agreed_by_step = NEW.undoes THEN NULL
              WHEN NEW.step IN ('withdrawn', 'refused', 'returned') THEN NULL ELSE s.agreed_by_step END,
            -- Back at what stood before: a payment that is undone leaves what was agreed.
            step_id = CASE WHEN NEW.step <> 'undone' THEN NEW.id
              WHEN s.agreed_by_step <> NEW.undoes THEN s.agreed_by_step ELSE NULL END
         WHERE s.paper_id = NEW.paper_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER partner_state_follows AFTER INSERT ON partner_steps
        FOR EACH ROW EXECUTE FUNCTION partner_state_follows();

      -- Every row is decided once and the decisions make the amount; no line of an agreement is accepted beyond its share.
      CREATE FUNCTION partner_decisions_add_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_step partner_steps; p partner_papers;
      BEGIN
        SELECT * INTO v_step FROM partner_steps
          WHERE id = CASE TG_TABLE_NAME WHEN 'partner_steps' THEN (to_jsonb(NEW)->>'id')::uuid ELSE (to_jsonb(NEW)->>'step_id')::uuid END;
        SELECT * INTO p FROM partner_papers WHERE id = v_step.paper_id;
        IF v_step.step NOT IN ('authorised', 'accepted')
           OR v_step.amount IS DISTINCT FROM (SELECT sum(d.agreed) FROM partner_row_decisions d WHERE d.step_id = v_step.id)
           OR (SELECT count(*) FROM partner_row_decisions d WHERE d.step_id = v_step.id)
              <> (SELECT count(*) FROM partner_paper_rows r WHERE r.paper_id = p.id)
           OR EXISTS (SELECT 1 FROM partner_row_decisions d JOIN partner_paper_rows r ON r.id = d.row_id
                       WHERE d.step_id = v_step.id AND r.paper_id <> p.id) THEN
          PERFORM partner_refuse('partner_decisions_add_up');
        END IF;
        IF v_step.step = 'accepted' AND EXISTS (
             SELECT 1 FROM agreement_lines l WHERE l.agreement_id = p.agreement_id AND l.amount < (
               SELECT coalesce(sum(d.agreed), 0) FROM partner_papers o
                 JOIN partner_paper_states s ON s.paper_id = o.id
                 JOIN partner_row_decisions d ON d.step_id = s.agreed_by_step
                 JOIN partner_paper_rows r ON r.id = d.row_id
                WHERE o.agreement_id = l.agreement_id AND o.kind = 'report' AND r.line_id = l.line_id)) THEN
          PERFORM partner_refuse('partner_within_the_line');
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER partner_decisions_add_up AFTER INSERT ON partner_steps
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.step IN ('authorised', 'accepted')) EXECUTE FUNCTION partner_decisions_add_up();
      CREATE CONSTRAINT TRIGGER partner_decisions_add_up AFTER INSERT ON partner_row_decisions
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION partner_decisions_add_up();

      -- Read by who reads money, and by the partner whose agreement it is.
      ${[
        ['partner_papers', 'EXISTS (SELECT 1 FROM agreements a WHERE a.id = agreement_id)'],
        ['partner_paper_rows', 'EXISTS (SELECT 1 FROM agreements a WHERE a.id = agreement_id)'],
        ['partner_totals', 'EXISTS (SELECT 1 FROM agreements a WHERE a.id = agreement_id)'],
        ['partner_steps', 'EXISTS (SELECT 1 FROM partner_papers p WHERE p.id = paper_id)'],
        ['partner_paper_states', 'EXISTS (SELECT 1 FROM partner_papers p WHERE p.id = paper_id)'],
        [
          'partner_row_decisions',
          'EXISTS (SELECT 1 FROM partner_paper_rows r WHERE r.id = row_id)',
        ],
      ]
        .map(
          ([table, reads]) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING (${reads});
      CREATE POLICY ${table}_for_constraints ON ${table} TO mawa_owner USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app;`,
        )
        .join('')}
      CREATE POLICY partner_papers_add ON partner_papers FOR INSERT TO mawa_app
        WITH CHECK (made_by = (SELECT mawa_actor()) AND ((SELECT mawa_commits_money()) OR (kind = 'report'
          AND EXISTS (SELECT 1 FROM agreements a WHERE a.id = agreement_id AND a.organisation_id = (SELECT mawa_partner_organisation())))));
      CREATE POLICY partner_paper_rows_add ON partner_paper_rows FOR INSERT TO mawa_app
        WITH CHECK (EXISTS (SELECT 1 FROM partner_papers p WHERE p.id = paper_id AND p.made_by = (SELECT mawa_actor())));
      CREATE POLICY partner_steps_add ON partner_steps FOR INSERT TO mawa_app
        WITH CHECK (taken_by = (SELECT mawa_actor()) AND ((SELECT mawa_commits_money()) OR (step IN ('entered', 'withdrawn')
          AND EXISTS (SELECT 1 FROM partner_papers p WHERE p.id = paper_id AND p.made_by = (SELECT mawa_actor())))));
      CREATE POLICY partner_row_decisions_add ON partner_row_decisions FOR INSERT TO mawa_app
        WITH CHECK ((SELECT mawa_commits_money()));
      GRANT INSERT ON partner_papers, partner_paper_rows, partner_steps, partner_row_decisions TO mawa_app;
      GRANT SELECT ON partner_transitions TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM partner_papers) THEN RAISE EXCEPTION 'partners hold money: this step does not go back'; END IF;
      END $$;
      DROP TRIGGER agreement_has_totals ON agreements;
      DROP TABLE partner_totals, partner_paper_states, partner_row_decisions, partner_steps, partner_transitions,
        partner_paper_rows, partner_papers;
      DROP FUNCTION partner_decisions_add_up, partner_state_follows, partner_steps_forward, partner_may_be_advanced,
        partner_rows_come_first, partner_refuse, partner_paper_has_a_state, agreement_has_totals;
      DROP POLICY ledger_advances_by_those_who_may ON ledger_transactions;
      ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_of_agreement, DROP COLUMN agreement_id;
      ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_source_kind_check;
      ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_source_kind_check CHECK (source_kind IN
        ('bed-night', 'service', 'correction', 'reversal', 'commitment', 'invoice', 'payment', 'release'));
      DROP TRIGGER grant_has_an_advance_account ON grants;
      DROP FUNCTION grant_has_an_advance_account;
      DELETE FROM ledger_balances WHERE account_id IN (SELECT id FROM ledger_accounts WHERE kind = 'advance');
      DELETE FROM ledger_accounts WHERE kind = 'advance';
      ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_of_grant_or_line;
      ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_kind_check;
      ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_kind_check
        CHECK (kind IN ('funds', 'reserve', 'payable', 'exchange', 'spent', 'unfunded', 'committed'));
      ALTER TABLE ledger_accounts ADD CONSTRAINT ledger_accounts_of_grant_or_line
        CHECK ((kind IN ('funds', 'reserve', 'payable', 'exchange')) = (line_id IS NULL));
    `);
  }
}
