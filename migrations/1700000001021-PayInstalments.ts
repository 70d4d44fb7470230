import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, twoRights } from './support';

const HEAD = `id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        item_id uuid NOT NULL`;
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;

const FUNCTIONS = [
  'return_hold_track(uuid)',
  'return_plan_asks_once()',
  'return_plan_lets_go(uuid)',
  'return_plan_ends()',
  'return_instalment_moves()',
  'return_plan_money_agrees()',
] as const;

/** Where the programme's own words go that finance sees: a kind of help, never a person. */
const SUPPLIER = 'Plans de réintégration';

/**
 * The money of a plan goes through the same commitments as any other: asked for by the officer, agreed to
 * by finance or programme, promised on its line at once, spent as instalments are paid. What a plan leaves is
 * let go by one function, whatever ended it. At the end of each transaction the plan and the ledger agree.
 */
export class PayInstalments1700000001021 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE commitments ADD COLUMN origin text NOT NULL DEFAULT 'order' CHECK (origin IN ('order', 'plan'));
      INSERT INTO suppliers (name) VALUES ('${SUPPLIER}') ON CONFLICT (name_key) DO NOTHING;

      CREATE TABLE return_plan_requests (
        ${HEAD},
        commitment_id uuid NOT NULL UNIQUE REFERENCES commitments (id),
        ${WRITTEN},
        FOREIGN KEY (item_id, track_id, case_id) REFERENCES return_plan_items (id, track_id, case_id) ON UPDATE CASCADE
      );
      CREATE INDEX return_plan_requests_by_item ON return_plan_requests (item_id, place);
      CREATE INDEX return_plan_requests_by_case ON return_plan_requests (case_id);

      CREATE TABLE return_instalment_steps (
        ${HEAD},
        -- Null where the rest of an item was let go as a whole.
        instalment_id uuid REFERENCES return_instalments (id),
        step text NOT NULL CHECK (step IN ('paid', 'cancelled', 'released', 'undone')),
        amount numeric(14,2) NOT NULL CHECK (amount > 0),
        on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
        -- The day on which its condition was met.
        met_on date CHECK (met_on BETWEEN '2000-01-01' AND '2100-01-01'),
        -- The number of the receipt, and the paper itself where it is kept in the file.
        receipt text CHECK (length(btrim(receipt)) BETWEEN 1 AND 60),
        document_id uuid REFERENCES documents (id),
        reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
        undoes uuid CONSTRAINT return_instalment_undone_once UNIQUE REFERENCES return_instalment_steps (id),
        -- What it was booked by.
        received_step uuid REFERENCES commitment_steps (id),
        paid_step uuid UNIQUE REFERENCES commitment_steps (id),
        note bytea,
        ${WRITTEN},
        FOREIGN KEY (item_id, track_id, case_id) REFERENCES return_plan_items (id, track_id, case_id) ON UPDATE CASCADE,
        CONSTRAINT return_instalment_steps_say_what CHECK (CASE step
          WHEN 'paid' THEN instalment_id IS NOT NULL AND paid_step IS NOT NULL AND received_step IS NOT NULL AND undoes IS NULL
          WHEN 'cancelled' THEN instalment_id IS NOT NULL AND reason IS NOT NULL AND undoes IS NULL
          WHEN 'released' THEN instalment_id IS NULL AND undoes IS NULL
          ELSE instalment_id IS NOT NULL AND undoes IS NOT NULL AND reason IS NOT NULL END),
        CONSTRAINT return_instalment_has_a_receipt CHECK (step <> 'paid' OR receipt IS NOT NULL OR document_id IS NOT NULL),
        CONSTRAINT return_instalment_meets_its_condition CHECK (step <> 'paid' OR met_on IS NOT NULL AND met_on <= on_day)
      );
      CREATE INDEX return_instalment_steps_by_item ON return_instalment_steps (item_id, place);
      CREATE INDEX return_instalment_steps_by_instalment ON return_instalment_steps (instalment_id);
      CREATE INDEX return_instalment_steps_by_case ON return_instalment_steps (case_id);

      ${['return_plan_requests', 'return_instalment_steps']
        .map(
          (table) => `${caseTable(table, 'money')}${twoRights(table, 'money')}
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY ${table}_for_figures ON ${table} FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT ON ${table} TO mawa_app, mawa_gate;`,
        )
        .join('')}
      GRANT INSERT (id, case_id, track_id, item_id, commitment_id) ON return_plan_requests TO mawa_app;
      GRANT INSERT (id, case_id, track_id, item_id, instalment_id, step, amount, on_day, met_on, receipt, document_id, reason, undoes,
        received_step, paid_step, note) ON return_instalment_steps TO mawa_app, mawa_gate;
      GRANT UPDATE (note, receipt) ON return_instalment_steps TO mawa_gate;
      CREATE POLICY return_instalment_steps_released_by_their_end ON return_instalment_steps AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (step <> 'released');
      GRANT SELECT (item_id, case_id, commitment_id) ON return_plan_requests TO mawa_figures;
      GRANT SELECT (id, item_id, instalment_id, step, amount, on_day, undoes) ON return_instalment_steps TO mawa_figures;
    `);
    await this.doors(queryRunner);
    await this.guards(queryRunner);
    await this.costs(queryRunner, true);
  }

  /** The officer asks for the money of a plan and pays it; nobody who does may agree to it. */
  private async doors(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE POLICY commitments_add_for_plans ON commitments FOR INSERT TO mawa_app
        WITH CHECK (origin = 'plan' AND made_by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('reintegration_officer', 'case_supervisor')));
      -- A commitment of one's own asking, or of a plan whose money one reads. One question for every policy: a
      -- ledger is long, and a policy that joins the files of people would be planned for each of its rows.
      CREATE FUNCTION return_plan_asks_for(p_commitment uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT EXISTS (SELECT 1 FROM commitments c WHERE c.id = p_commitment AND c.origin = 'plan' AND c.made_by = mawa_actor())
            OR EXISTS (SELECT 1 FROM return_plan_requests r JOIN case_access a ON a.case_id = r.case_id
                        WHERE r.commitment_id = p_commitment AND r.case_id <> ALL (mawa_hidden_cases())
                          AND a.principal_id = ANY (mawa_principals()) AND a.parts @> ARRAY['money']
                          AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())) $$;
      CREATE POLICY commitments_seen_by_plan ON commitments FOR SELECT TO mawa_app
        USING (CASE WHEN origin <> 'plan' OR (SELECT mawa_reads_money()) THEN false
          ELSE made_by = (SELECT mawa_actor()) OR return_plan_asks_for(id) END);
      CREATE POLICY commitment_totals_seen_by_plan ON commitment_totals FOR SELECT TO mawa_app
        USING (CASE WHEN (SELECT mawa_reads_money()) THEN false ELSE return_plan_asks_for(commitment_id) END);
      CREATE POLICY commitment_steps_seen_by_plan ON commitment_steps FOR SELECT TO mawa_app
        USING (CASE WHEN (SELECT mawa_reads_money()) THEN false ELSE return_plan_asks_for(commitment_id) END);
      CREATE POLICY commitment_steps_add_for_plans ON commitment_steps FOR INSERT TO mawa_app
        WITH CHECK (taken_by = (SELECT mawa_actor()) AND step IN ('requested', 'withdrawn', 'received', 'invoiced', 'paid', 'cancelled', 'undone')
          AND return_plan_asks_for(commitment_id));
      -- What was booked for one commitment; who asks must know it (a random id) already.
      CREATE FUNCTION ledger_of_commitment(p_commitment uuid)
        RETURNS TABLE (source_kind text, source_id text, account_id uuid, amount numeric, rate numeric, rate_on date)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT t.source_kind, t.source_id, e.account_id, e.amount, e.rate, e.rate_on
          FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id WHERE t.commitment_id = p_commitment ORDER BY e.id $$;
      REVOKE EXECUTE ON FUNCTION ledger_of_commitment(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ledger_of_commitment(uuid) TO mawa_app;
      DROP POLICY ledger_promises_by_those_who_may ON ledger_transactions;
      CREATE POLICY ledger_promises_by_those_who_may ON ledger_transactions AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (source_kind NOT IN ('commitment', 'invoice', 'payment', 'release') OR mawa_commits_money()
          OR (source_kind <> 'commitment' AND return_plan_asks_for(commitment_id)));
      GRANT EXECUTE ON FUNCTION return_plan_asks_for(uuid) TO mawa_app;
      REVOKE EXECUTE ON FUNCTION return_plan_asks_for(uuid) FROM PUBLIC;

      GRANT SELECT ON commitments, commitment_totals, commitment_steps, budget_lines, ledger_accounts, ledger_transactions, ledger_entries TO mawa_gate;
      GRANT SELECT, UPDATE ON ledger_balances TO mawa_gate;
      GRANT INSERT ON commitment_steps, ledger_transactions, ledger_entries TO mawa_gate;
      ${['commitments', 'commitment_totals']
        .map(
          (table) =>
            `CREATE POLICY ${table}_at_the_gate ON ${table} FOR SELECT TO mawa_gate USING (true);`,
        )
        .join('\n      ')}
      ${['commitment_steps', 'ledger_transactions', 'ledger_entries']
        .map(
          (table) =>
            `CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);`,
        )
        .join('\n      ')}
      ALTER FUNCTION return_plan_asks_for(uuid) OWNER TO mawa_gate;
    `);
  }

  private async guards(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Whoever moves money of a plan takes turns at its track first, as whoever ends the track does.
      CREATE FUNCTION return_hold_track(p_track uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM 1 FROM return_tracks t WHERE t.id = p_track FOR NO KEY UPDATE;
      END $$;
      GRANT EXECUTE ON FUNCTION return_hold_track(uuid) TO mawa_app;

      CREATE FUNCTION return_plan_asks_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM return_plan_items i JOIN return_plan_agreements a ON a.version_id = i.version_id WHERE i.id = NEW.item_id)
           OR EXISTS (SELECT 1 FROM return_plan_ends e JOIN return_plan_agreements a ON a.version_id = e.version_id WHERE e.item_id = NEW.item_id) THEN
          RAISE EXCEPTION 'nobody agreed to this' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_money_is_agreed';
        END IF;
        IF EXISTS (SELECT 1 FROM return_plan_requests r JOIN commitment_totals t ON t.commitment_id = r.commitment_id
             WHERE r.item_id = NEW.item_id AND t.state NOT IN ('refused', 'withdrawn')) THEN
          RAISE EXCEPTION 'asked for already' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_asks_once';
        END IF;
        -- As it stands in the plan, and as a plan asks.
        IF NOT EXISTS (SELECT 1 FROM commitments c JOIN return_plan_money m ON m.item_id = NEW.item_id AND m.amount = c.amount
             AND m.currency = c.currency WHERE c.id = NEW.commitment_id AND c.origin = 'plan') THEN
          RAISE EXCEPTION 'not what the plan says' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_money_as_planned';
        END IF;
        RETURN NEW;
      END $$;
      SET LOCAL ROLE mawa_gate;
      GRANT EXECUTE ON FUNCTION return_track_is_live() TO PUBLIC;
      RESET ROLE;
      CREATE TRIGGER return_plan_requests_on_a_live_track BEFORE INSERT ON return_plan_requests
        FOR EACH ROW EXECUTE FUNCTION return_track_is_live();
      SET LOCAL ROLE mawa_gate;
      REVOKE EXECUTE ON FUNCTION return_track_is_live() FROM PUBLIC;
      RESET ROLE;
      CREATE TRIGGER return_plan_requests_once BEFORE INSERT ON return_plan_requests
        FOR EACH ROW EXECUTE FUNCTION return_plan_asks_once();

      -- Lets go of what of an item is neither paid nor cancelled; asked again it has nothing to do.
      CREATE FUNCTION return_plan_lets_go(p_item uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_item return_plan_items; c commitments; t commitment_totals; v_accounts uuid[]; v_rest numeric; v_reserved numeric;
              v_step uuid; v_booked uuid; v_rate ledger_entries;
      BEGIN
        SELECT * INTO v_item FROM return_plan_items WHERE id = p_item;
        SELECT x.* INTO c FROM return_plan_requests r JOIN commitments x ON x.id = r.commitment_id
          WHERE r.item_id = p_item ORDER BY r.place DESC LIMIT 1;
        IF c.id IS NULL THEN RETURN; END IF;
        SELECT array_agg(a.id) INTO v_accounts FROM ledger_accounts a
          WHERE a.grant_id = c.grant_id AND (a.line_id = c.line_id OR a.line_id IS NULL);
        PERFORM 1 FROM take_turn(v_accounts);
        SELECT * INTO t FROM commitment_totals WHERE commitment_id = c.id;
        IF t.state IN ('requested', 'approved') THEN
          INSERT INTO commitment_steps (commitment_id, step, on_day, reason) VALUES (c.id, 'withdrawn', mawa_day(mawa_now()), 'not_needed');
        END IF;
        v_rest := t.committed - t.cancelled - t.received;
        IF t.state <> 'committed' OR v_rest = 0 THEN RETURN; END IF;
        INSERT INTO commitment_steps (commitment_id, step, amount, on_day, reason)
          VALUES (c.id, 'cancelled', v_rest, mawa_day(mawa_now()), 'not_needed') RETURNING id INTO v_step;
        INSERT INTO return_instalment_steps (id, case_id, track_id, item_id, step, amount, on_day)
          VALUES (gen_random_uuid(), v_item.case_id, v_item.track_id, p_item, 'released', v_rest, mawa_day(mawa_now()));
        -- Nothing of the order is left, so nothing is kept for it, whatever was rounded on the way.
        SELECT coalesce(sum(e.amount), 0) INTO v_reserved FROM ledger_transactions x JOIN ledger_entries e ON e.transaction_id = x.id
          JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'committed' WHERE x.commitment_id = c.id;
        IF v_reserved = 0 THEN RETURN; END IF;
        SELECT e.* INTO v_rate FROM ledger_transactions x JOIN ledger_entries e ON e.transaction_id = x.id
          WHERE x.commitment_id = c.id AND x.source_kind = 'commitment' LIMIT 1;
        INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, commitment_id, posted_by)
          VALUES (c.grant_id, 'release', v_step, mawa_day(mawa_now()), mawa_day(mawa_now()), c.id, mawa_actor()) RETURNING id INTO v_booked;
        INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
          SELECT v_booked, a.id, CASE a.kind WHEN 'reserve' THEN v_reserved ELSE -v_reserved END,
                 CASE a.kind WHEN 'reserve' THEN v_rest ELSE -v_rest END, c.currency, v_rate.rate, v_rate.rate_on
            FROM ledger_accounts a WHERE a.grant_id = c.grant_id AND (a.kind = 'reserve' OR a.kind = 'committed' AND a.line_id = c.line_id);
      END $$;

      -- A track that is over and an item that was ended with the person let go of what remains.
      CREATE FUNCTION return_plan_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF TG_TABLE_NAME = 'return_steps' THEN
          PERFORM return_plan_lets_go(i.id) FROM (SELECT id FROM return_plan_items WHERE track_id = NEW.track_id ORDER BY place) i;
        ELSE
          PERFORM return_plan_lets_go(e.item_id) FROM (SELECT item_id FROM return_plan_ends
            WHERE version_id = (to_jsonb(NEW)->>'version_id')::uuid ORDER BY place) e;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER return_steps_let_go AFTER INSERT ON return_steps FOR EACH ROW
        WHEN (NEW.to_state IN ('withdrawn', 'stopped', 'completed')) EXECUTE FUNCTION return_plan_ends();
      CREATE TRIGGER return_plan_agreements_let_go AFTER INSERT ON return_plan_agreements FOR EACH ROW EXECUTE FUNCTION return_plan_ends();

      CREATE FUNCTION return_instalment_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_instalment return_instalments; v_done numeric; v_undone return_instalment_steps;
      BEGIN
        IF NEW.step = 'released' THEN RETURN NEW; END IF;
        SELECT * INTO v_instalment FROM return_instalments WHERE id = NEW.instalment_id AND item_id = NEW.item_id FOR NO KEY UPDATE;
        IF v_instalment.id IS NULL OR NEW.on_day > mawa_day(mawa_now()) THEN
          RAISE EXCEPTION 'not happened' USING ERRCODE = '23514', CONSTRAINT = 'return_instalment_has_happened';
        END IF;
        IF NEW.step = 'undone' THEN
          SELECT * INTO v_undone FROM return_instalment_steps WHERE id = NEW.undoes AND instalment_id = NEW.instalment_id AND step = 'paid';
          IF v_undone.amount IS DISTINCT FROM NEW.amount THEN
            RAISE EXCEPTION 'no such payment' USING ERRCODE = '23514', CONSTRAINT = 'return_instalment_undoes_a_payment';
          END IF;
          RETURN NEW;
        END IF;
        SELECT coalesce(sum(CASE s.step WHEN 'undone' THEN -s.amount ELSE s.amount END), 0) INTO v_done
          FROM return_instalment_steps s WHERE s.instalment_id = NEW.instalment_id;
        IF v_done + NEW.amount > v_instalment.amount THEN
          RAISE EXCEPTION 'more than the instalment' USING ERRCODE = '23514', CONSTRAINT = 'return_payment_within_instalment';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_instalment_steps_move BEFORE INSERT ON return_instalment_steps
        FOR EACH ROW EXECUTE FUNCTION return_instalment_moves();

      -- At the end of a transaction what the plan says was paid and cancelled is what the commitment says.
      CREATE FUNCTION return_plan_money_agrees() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_commitment uuid; v_item uuid; t commitment_totals; v_paid numeric; v_cancelled numeric;
      BEGIN
        IF TG_TABLE_NAME = 'commitment_steps' THEN
          v_commitment := (to_jsonb(NEW)->>'commitment_id')::uuid;
          IF NOT EXISTS (SELECT 1 FROM commitments c WHERE c.id = v_commitment AND c.origin = 'plan') THEN RETURN NULL; END IF;
          SELECT r.item_id INTO v_item FROM return_plan_requests r WHERE r.commitment_id = v_commitment;
        ELSE
          v_item := (to_jsonb(NEW)->>'item_id')::uuid;
          SELECT r.commitment_id INTO v_commitment FROM return_plan_requests r WHERE r.item_id = v_item ORDER BY r.place DESC LIMIT 1;
        END IF;
        SELECT * INTO t FROM commitment_totals WHERE commitment_id = v_commitment;
        IF t.state IS DISTINCT FROM 'committed' AND TG_TABLE_NAME = 'commitment_steps' AND v_item IS NOT NULL THEN RETURN NULL; END IF;
        SELECT coalesce(sum(CASE s.step WHEN 'paid' THEN s.amount WHEN 'undone' THEN -s.amount END), 0),
               coalesce(sum(s.amount) FILTER (WHERE s.step IN ('cancelled', 'released')), 0) INTO v_paid, v_cancelled
          FROM return_instalment_steps s WHERE s.item_id = v_item;
        IF v_item IS NULL OR (t.received, t.invoiced, t.paid, t.cancelled) IS DISTINCT FROM (v_paid, v_paid, v_paid, v_cancelled) THEN
          RAISE EXCEPTION 'the plan and its commitment differ' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_money_agrees';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER return_plan_money_agrees AFTER INSERT ON commitment_steps DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION return_plan_money_agrees();
      CREATE CONSTRAINT TRIGGER return_plan_money_agrees AFTER INSERT ON return_instalment_steps DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION return_plan_money_agrees();

      -- What is taken back after the end is let go at once.
      CREATE FUNCTION return_plan_lets_go_again() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM return_tracks x WHERE x.id = NEW.track_id AND x.live IS NULL)
           OR EXISTS (SELECT 1 FROM return_plan_ends e JOIN return_plan_agreements a ON a.version_id = e.version_id WHERE e.item_id = NEW.item_id) THEN
          PERFORM return_plan_lets_go(NEW.item_id);
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER return_plan_lets_go_again AFTER INSERT ON return_instalment_steps FOR EACH ROW
        WHEN (NEW.step = 'undone') EXECUTE FUNCTION return_plan_lets_go_again();

      CREATE FUNCTION return_instalment_steps_follow_erasure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE return_instalment_steps SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
        -- Typed by hand, it may say more than a number; that there was one stays.
        UPDATE return_instalment_steps SET receipt = '-' WHERE case_id = OLD.id AND receipt IS NOT NULL;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_instalment_steps_follow_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION return_instalment_steps_follow_erasure();
      ${[...FUNCTIONS, 'return_plan_lets_go_again()', 'return_instalment_steps_follow_erasure()']
        .map(
          (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
        )
        .join('')}
    `);
  }

  /** What one plan's item has cost, for whoever knows its commitment by its random id. */
  private async costs(queryRunner: QueryRunner, withPlans: boolean): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION ledger_of_cause(p_cause uuid)
        RETURNS TABLE (fact_on date, sign integer, currency char(3), amount numeric, original_amount numeric, original_currency char(3))
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT f.fact_on, CASE WHEN t.id = f.id THEN 1 ELSE -1 END, g.currency,
               sum(e.amount), sum(e.original_amount), e.original_currency
          FROM (SELECT x.id, x.fact_on FROM ledger_transactions x
                 WHERE x.source_kind IN ('bed-night', 'service', 'correction') AND split_part(x.source_id, '/', 1) = p_cause::text${
                   withPlans
                     ? `
                UNION ALL SELECT x.id, x.fact_on FROM ledger_transactions x WHERE x.source_kind = 'invoice' AND x.commitment_id = p_cause`
                     : ''
                 }) f
          JOIN ledger_transactions t ON t.id = f.id OR t.reverses = f.id
          JOIN grants g ON g.id = t.grant_id
          JOIN ledger_entries e ON e.transaction_id = t.id
          JOIN ledger_accounts a ON a.id = e.account_id AND a.kind IN ('spent', 'unfunded')
         GROUP BY f.id, f.fact_on, t.id, g.currency, e.original_currency $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM commitments WHERE origin = 'plan') THEN RAISE EXCEPTION 'money of plans is promised: this step does not go back'; END IF;
      END $$;
      DROP TRIGGER return_instalment_steps_follow_erasure ON cases;
      DROP TRIGGER return_plan_money_agrees ON commitment_steps;
      DROP TRIGGER return_plan_agreements_let_go ON return_plan_agreements;
      DROP TRIGGER return_steps_let_go ON return_steps;
      DROP POLICY ledger_promises_by_those_who_may ON ledger_transactions;
      CREATE POLICY ledger_promises_by_those_who_may ON ledger_transactions AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (source_kind NOT IN ('commitment', 'invoice', 'payment', 'release') OR mawa_commits_money());
      DROP FUNCTION ledger_of_commitment;
      DROP POLICY commitment_steps_add_for_plans ON commitment_steps;
      DROP POLICY commitment_steps_seen_by_plan ON commitment_steps;
      DROP POLICY commitment_totals_seen_by_plan ON commitment_totals;
      DROP POLICY commitments_seen_by_plan ON commitments;
      DROP POLICY commitments_add_for_plans ON commitments;
      DROP FUNCTION return_plan_asks_for;
      ${[
        'commitments',
        'commitment_totals',
        'commitment_steps',
        'ledger_transactions',
        'ledger_entries',
      ]
        .map((table) => `DROP POLICY ${table}_at_the_gate ON ${table};`)
        .join('\n      ')}
      REVOKE SELECT ON commitments, commitment_totals, commitment_steps, budget_lines, ledger_accounts, ledger_transactions, ledger_entries FROM mawa_gate;
      REVOKE SELECT, UPDATE ON ledger_balances FROM mawa_gate;
      REVOKE INSERT ON commitment_steps, ledger_transactions, ledger_entries FROM mawa_gate;
      DROP TABLE return_instalment_steps, return_plan_requests;
      DROP FUNCTION ${[
        ...FUNCTIONS,
        'return_plan_lets_go_again()',
        'return_instalment_steps_follow_erasure()',
      ]
        .map((one) => one.replace(/\(.*/, ''))
        .join(', ')};
      DELETE FROM suppliers WHERE name = '${SUPPLIER}';
      ALTER TABLE commitments DROP COLUMN origin;
    `);
    await this.costs(queryRunner, false);
  }
}
