import type { MigrationInterface, QueryRunner } from 'typeorm';

const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const DAY = (column = 'on_day', more = 'NOT NULL') =>
  `${column} date ${more} CHECK (${column} BETWEEN '2000-01-01' AND '2100-01-01')`;
const OF_PROJECT = 'project_id uuid NOT NULL REFERENCES projects (id)';
const OF_TRANCHE =
  'FOREIGN KEY (tranche_id, project_id) REFERENCES project_tranches (id, project_id)';
const MONEY = ['project_milestones', 'project_payments', 'project_receipts', 'project_answers'];
const LIFE = ['project_assets', 'project_asset_steps', 'project_visits', 'project_reviews'];
const TABLES = [...MONEY, ...LIFE];
const FUNCTIONS = [
  'projects_paid()',
  'project_milestone_is_lawful()',
  'project_payment_is_lawful()',
  'project_payment_goes_back()',
  'project_receipt_is_lawful()',
  'project_answer_is_lawful()',
  'project_asset_moves()',
  'project_visit_is_lawful()',
  'project_review_is_due()',
  'project_ends_paid()',
  'project_money_follows_erasure()',
];
/** The text of something that the database knows gains or loses a kind; what others added stays. */
const inText = (read: string, from: string, to: string, write: string): string => `
      DO $text$
      DECLARE v_text text := ${read};
      BEGIN
        IF strpos(v_text, $k$${from}$k$) = 0 THEN RAISE EXCEPTION 'these kinds are not there'; END IF;
        v_text := replace(v_text, $k$${from}$k$, $k$${to}$k$);
        ${write}
      END $text$;`;
const kinds = (from: string, to: string): string =>
  inText(
    `pg_get_constraintdef((SELECT oid FROM pg_constraint
        WHERE conname = 'ledger_transactions_source_kind_check' AND conrelid = 'ledger_transactions'::regclass))`,
    from,
    to,
    `ALTER TABLE ledger_transactions DROP CONSTRAINT ledger_transactions_source_kind_check;
        EXECUTE 'ALTER TABLE ledger_transactions ADD CONSTRAINT ledger_transactions_source_kind_check ' || v_text;`,
  );
const WITHOUT = `'recognition'::text`;
const WITH = `'recognition'::text, 'project'::text`;

/**
 * The grant is paid in tranches, each against its milestone and the receipts of the one before; what was bought,
 * who went to see, and how the business stands half a year and a year after it began.
 */
export class PayProjects1700000001202 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.tables(queryRunner);
    await this.gate(queryRunner);
  }

  private async tables(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${kinds(WITHOUT, WITH)}
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('project_receipts_share', '2020-01-01Z', '80', 'programme rule: part in hundredths of a tranche covered by receipts before the next is paid'),
        ('project_receipts_days', '2020-01-01Z', '30', 'programme rule: days after a payment within which its receipts are asked for');
      CREATE TABLE project_marks (
        valid_from date NOT NULL,
        months smallint NOT NULL CHECK (months BETWEEN 1 AND 60),
        days_before smallint NOT NULL CHECK (days_before BETWEEN 0 AND 90),
        days_after smallint NOT NULL CHECK (days_after BETWEEN 0 AND 90),
        source text NOT NULL,
        PRIMARY KEY (valid_from, months)
      );
      INSERT INTO project_marks (valid_from, months, days_before, days_after, source) VALUES
        ('2000-01-01', 6, 14, 30, 'programme rule, after common practice (not a standard)'),
        ('2000-01-01', 12, 30, 30, 'programme rule, after common practice (not a standard)');
      GRANT SELECT ON project_marks TO mawa_app, mawa_gate, mawa_figures;

      CREATE TABLE project_milestones (
        id uuid PRIMARY KEY,
        ${OF_PROJECT},
        tranche_id uuid NOT NULL CONSTRAINT project_milestones_once UNIQUE,
        ${DAY()},
        note bytea,
        ${WRITTEN},
        ${OF_TRANCHE}
      );
      CREATE TABLE project_payments (
        id uuid PRIMARY KEY,
        ${OF_PROJECT},
        tranche_id uuid NOT NULL,
        ${DAY()},
        amount numeric(12,2) NOT NULL,
        currency char(3) NOT NULL,
        line_id uuid NOT NULL REFERENCES budget_lines (id),
        taken_back_at timestamptz,
        taken_back_by uuid REFERENCES users (id),
        taken_back_reason text CHECK (taken_back_reason IN ('mistake', 'not_received', 'handed_back')),
        ${WRITTEN},
        ${OF_TRANCHE},
        CONSTRAINT project_payments_taken_back_by_somebody CHECK (num_nonnulls(taken_back_at, taken_back_by, taken_back_reason) IN (0, 3))
      );
      CREATE UNIQUE INDEX project_payments_once ON project_payments (tranche_id) WHERE taken_back_at IS NULL;
      CREATE INDEX project_payments_by_project ON project_payments (project_id);
      CREATE TABLE project_receipts (
        id uuid PRIMARY KEY,
        ${OF_PROJECT},
        tranche_id uuid NOT NULL,
        ${DAY()},
        amount numeric(12,2) NOT NULL CHECK (amount > 0),
        -- For what, under the key of the project; the paper itself where a file of its people keeps it.
        what bytea,
        document_id uuid REFERENCES documents (id),
        ${WRITTEN},
        CONSTRAINT project_receipts_of_a_project UNIQUE (id, project_id),
        ${OF_TRANCHE}
      );
      CREATE INDEX project_receipts_by_project ON project_receipts (project_id, place);
      CREATE TABLE project_answers (
        id uuid PRIMARY KEY,
        ${OF_PROJECT},
        receipt_id uuid NOT NULL CONSTRAINT project_receipts_answered_once UNIQUE,
        accepted boolean NOT NULL,
        ${DAY()},
        note bytea,
        ${WRITTEN},
        FOREIGN KEY (receipt_id, project_id) REFERENCES project_receipts (id, project_id)
      );
      CREATE INDEX project_answers_by_project ON project_answers (project_id);
      CREATE TABLE project_assets (
        id uuid PRIMARY KEY,
        ${OF_PROJECT},
        receipt_id uuid,
        what bytea,
        value numeric(12,2) NOT NULL CHECK (value >= 0),
        -- In whose hands; null where all of them hold it.
        person_id uuid,
        state text NOT NULL DEFAULT 'new',
        ${WRITTEN},
        CONSTRAINT project_assets_of_a_project UNIQUE (id, project_id),
        FOREIGN KEY (receipt_id, project_id) REFERENCES project_receipts (id, project_id),
        FOREIGN KEY (person_id, project_id) REFERENCES project_people (id, project_id)
      );
      CREATE INDEX project_assets_by_project ON project_assets (project_id, place);
      CREATE TABLE project_asset_steps (
        id uuid PRIMARY KEY,
        ${OF_PROJECT},
        asset_id uuid NOT NULL,
        from_state text NOT NULL,
        to_state text NOT NULL,
        ${DAY()},
        note bytea,
        ${WRITTEN},
        FOREIGN KEY (asset_id, project_id) REFERENCES project_assets (id, project_id)
      );
      CREATE INDEX project_asset_steps_by_asset ON project_asset_steps (asset_id, place);
      CREATE TABLE project_visits (
        id uuid PRIMARY KEY,
        ${OF_PROJECT},
        ${DAY()},
        ${DAY('next_on', '')},
        seen bytea,
        ${WRITTEN},
        CONSTRAINT project_visits_come_again_later CHECK (next_on > on_day)
      );
      CREATE INDEX project_visits_by_project ON project_visits (project_id, place);
      CREATE TABLE project_reviews (
        id uuid PRIMARY KEY,
        ${OF_PROJECT},
        months smallint NOT NULL,
        ${DAY()},
        outcome text NOT NULL CHECK (outcome IN ('alive', 'not_alive', 'not_reached')),
        why text CHECK (why IN ('no_customers', 'costs', 'dispute', 'health', 'family', 'place_lost', 'found_work', 'moved', 'unsafe', 'not_told')),
        -- Of the month before.
        turnover numeric(12,2) CHECK (turnover >= 0),
        expenses numeric(12,2) CHECK (expenses >= 0),
        jobs smallint CHECK (jobs BETWEEN 0 AND 500),
        jobs_women smallint CHECK (jobs_women >= 0),
        jobs_programme smallint CHECK (jobs_programme >= 0),
        note bytea,
        ${WRITTEN},
        CONSTRAINT project_reviews_say_why CHECK ((outcome = 'not_alive') = (why IS NOT NULL)),
        CONSTRAINT project_reviews_are_told CHECK (CASE outcome WHEN 'alive' THEN num_nulls(turnover, expenses, jobs, jobs_women, jobs_programme) = 0
          ELSE num_nonnulls(turnover, expenses, jobs, jobs_women, jobs_programme) = 0 END),
        CONSTRAINT project_reviews_count_within CHECK (jobs_women <= jobs AND jobs_programme <= jobs)
      );
      CREATE UNIQUE INDEX project_reviews_once ON project_reviews (project_id, months) WHERE outcome <> 'not_reached';
      CREATE INDEX project_reviews_by_project ON project_reviews (project_id, place);

      ${TABLES.map(
        (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app, mawa_gate;
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING (project_id = ANY ((SELECT projects_of_people())::uuid[]));`,
      ).join('')}
      ${['project_milestones', 'project_receipts', 'project_answers', ...LIFE]
        .map(
          (table) => `
      CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));`,
        )
        .join('')}
      GRANT INSERT (id, project_id, tranche_id, on_day, note) ON project_milestones TO mawa_app;
      GRANT INSERT (id, project_id, tranche_id, on_day, amount, currency, line_id) ON project_payments TO mawa_app;
      GRANT UPDATE (taken_back_at, taken_back_by, taken_back_reason) ON project_payments TO mawa_app;
      GRANT INSERT (id, project_id, tranche_id, on_day, amount, what, document_id) ON project_receipts TO mawa_app;
      GRANT INSERT (id, project_id, receipt_id, accepted, on_day, note) ON project_answers TO mawa_app;
      GRANT INSERT (id, project_id, receipt_id, what, value, person_id) ON project_assets TO mawa_app;
      GRANT INSERT (id, project_id, asset_id, from_state, to_state, on_day, note) ON project_asset_steps TO mawa_app;
      GRANT INSERT (id, project_id, on_day, next_on, seen) ON project_visits TO mawa_app;
      GRANT INSERT (id, project_id, months, on_day, outcome, why, turnover, expenses, jobs, jobs_women, jobs_programme, note)
        ON project_reviews TO mawa_app;
      GRANT UPDATE (note) ON project_milestones, project_answers, project_asset_steps, project_reviews TO mawa_gate;
      GRANT UPDATE (what) ON project_receipts, project_assets TO mawa_gate;
      GRANT UPDATE (state) ON project_assets TO mawa_gate;
      GRANT UPDATE (seen) ON project_visits TO mawa_gate;

      -- Each review that is or will be due, counted from the day on which the business began, also where it ended since.
      CREATE VIEW project_due WITH (security_invoker = true) AS
        SELECT s.project_id, s.on_day AS base, m.months, d.due_on, d.due_on - m.days_before AS opens_on, d.due_on + m.days_after AS closes_on
          FROM project_steps s
          JOIN project_marks m ON m.valid_from = (SELECT max(k.valid_from) FROM project_marks k WHERE k.valid_from <= s.on_day)
          CROSS JOIN LATERAL (SELECT (s.on_day + make_interval(months => m.months))::date AS due_on) d
         WHERE s.to_state = 'running';
      GRANT SELECT ON project_due TO mawa_app, mawa_gate, mawa_figures;
      GRANT SELECT (id, project_id, on_day, amount, currency, line_id, taken_back_at) ON project_payments TO mawa_figures;
      GRANT SELECT (project_id, months, on_day, outcome, jobs, jobs_women, jobs_programme, place) ON project_reviews TO mawa_figures;
      ${['project_payments', 'project_reviews']
        .map(
          (table) => `
      CREATE POLICY ${table}_for_figures ON ${table} FOR SELECT TO mawa_figures USING (true);`,
        )
        .join('')}
    `);
  }

  private async gate(queryRunner: QueryRunner): Promise<void> {
    const refuse = (words: string, constraint: string) =>
      `RAISE EXCEPTION '${words}' USING ERRCODE = '23514', CONSTRAINT = '${constraint}'`;
    const definer = (name: string, body: string) => `
      CREATE FUNCTION ${name} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$${body}$$;`;
    const come = `IF NEW.on_day > mawa_day(mawa_now()) THEN ${refuse('not happened yet', 'project_step_has_happened')}; END IF;`;
    await queryRunner.query(`
      -- What whoever pays reads: the grant, its tranches and what was bought with them, of nobody.
      CREATE FUNCTION projects_paid() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN CASE WHEN mawa_has_role('finance_officer') THEN ARRAY(SELECT p.id FROM projects p WHERE p.state IN ('approved', 'running', 'ended')
            AND NOT EXISTS (SELECT 1 FROM project_people h WHERE h.project_id = p.id AND h.case_id = ANY (mawa_hidden_cases())))
          ELSE '{}'::uuid[] END;
      END $$;
      CREATE POLICY projects_paid ON projects FOR SELECT TO mawa_app USING (id = ANY ((SELECT projects_paid())::uuid[]));
      ${['project_decisions', 'project_tranches', ...MONEY]
        .map(
          (table) => `
      CREATE POLICY ${table}_paid ON ${table} FOR SELECT TO mawa_app USING (project_id = ANY ((SELECT projects_paid())::uuid[]));`,
        )
        .join('')}
      CREATE POLICY project_payments_add ON project_payments FOR INSERT TO mawa_app
        WITH CHECK (project_id = ANY ((SELECT projects_paid())::uuid[]) OR project_id = ANY ((SELECT projects_written())::uuid[]));
      CREATE POLICY project_payments_back ON project_payments FOR UPDATE TO mawa_app
        USING (project_id = ANY ((SELECT projects_paid())::uuid[]) OR project_id = ANY ((SELECT projects_written())::uuid[]));

      ${definer(
        'project_milestone_is_lawful()',
        `
      BEGIN
        PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
        IF (SELECT p.state FROM projects p WHERE p.id = NEW.project_id) NOT IN ('approved', 'running') THEN ${refuse('not granted', 'project_is_granted')}; END IF;
        ${come}
        IF NEW.on_day < (SELECT s.held_on FROM project_tranches t JOIN project_decisions d ON d.id = t.decision_id
             JOIN project_sittings s ON s.id = d.sitting_id WHERE t.id = NEW.tranche_id) THEN
          ${refuse('before it was granted', 'project_after_the_grant')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_milestones_are_lawful BEFORE INSERT ON project_milestones FOR EACH ROW EXECUTE FUNCTION project_milestone_is_lawful();

      ${definer(
        'project_payment_is_lawful()',
        `
      DECLARE t project_tranches; d project_decisions; m project_milestones; b project_tranches; v_paid project_payments;
      BEGIN
        PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
        IF (SELECT p.state FROM projects p WHERE p.id = NEW.project_id) NOT IN ('approved', 'running') THEN ${refuse('not granted', 'project_is_granted')}; END IF;
        ${come}
        SELECT * INTO t FROM project_tranches WHERE id = NEW.tranche_id;
        SELECT * INTO d FROM project_decisions WHERE id = t.decision_id;
        IF (NEW.amount, NEW.currency, NEW.line_id) IS DISTINCT FROM (t.amount, d.currency, d.line_id) THEN
          ${refuse('not what was granted', 'project_payment_as_granted')};
        END IF;
        SELECT * INTO m FROM project_milestones WHERE tranche_id = t.id;
        IF m.id IS NULL OR m.on_day > NEW.on_day THEN ${refuse('its milestone is not reached', 'project_milestone_is_reached')}; END IF;
        -- Four eyes: who saw the milestone reached, who granted, and whoever follows it or wrote its plan do not pay.
        IF mawa_actor() IN (m."by", d."by") OR EXISTS (SELECT 1 FROM projects p WHERE p.id = NEW.project_id AND mawa_actor() IN (p.officer_id, p."by"))
           OR EXISTS (SELECT 1 FROM project_plans l WHERE l.project_id = NEW.project_id AND l."by" = mawa_actor()) THEN ${refuse('somebody else pays', 'project_paid_by_another')}; END IF;
        SELECT * INTO b FROM project_tranches x WHERE x.decision_id = t.decision_id AND x.number = t.number - 1;
        IF b.id IS NOT NULL THEN
          SELECT * INTO v_paid FROM project_payments p WHERE p.tranche_id = b.id AND p.taken_back_at IS NULL;
          IF v_paid.id IS NULL OR v_paid.on_day > NEW.on_day THEN ${refuse('one after the other', 'project_tranches_in_turn')}; END IF;
          IF (SELECT coalesce(sum(r.amount), 0) FROM project_receipts r JOIN project_answers a ON a.receipt_id = r.id AND a.accepted
               WHERE r.tranche_id = b.id AND r.at >= v_paid.at) < b.amount * (mawa_setting('project_receipts_share'))::text::numeric / 100 THEN
            ${refuse('the receipts do not cover it', 'project_receipts_cover')};
          END IF;
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_payments_are_lawful BEFORE INSERT ON project_payments FOR EACH ROW EXECUTE FUNCTION project_payment_is_lawful();
      ${definer(
        'project_payment_goes_back()',
        `
      BEGIN
        PERFORM 1 FROM projects WHERE id = OLD.project_id FOR NO KEY UPDATE;
        IF OLD.taken_back_at IS NOT NULL THEN ${refuse('taken back already', 'project_taken_back_once')}; END IF;
        -- The last one first: a tranche rests on those before it.
        IF EXISTS (SELECT 1 FROM project_payments p JOIN project_tranches t ON t.id = p.tranche_id JOIN project_tranches o ON o.id = OLD.tranche_id
             WHERE t.decision_id = o.decision_id AND t.number > o.number AND p.taken_back_at IS NULL) THEN
          ${refuse('the last one first', 'project_last_first')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_payments_go_back BEFORE UPDATE OF taken_back_at ON project_payments FOR EACH ROW EXECUTE FUNCTION project_payment_goes_back();

      ${definer(
        'project_receipt_is_lawful()',
        `
      BEGIN
        ${come}
        PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
        IF NOT EXISTS (SELECT 1 FROM project_payments p WHERE p.tranche_id = NEW.tranche_id AND p.taken_back_at IS NULL AND p.on_day <= NEW.on_day) THEN
          ${refuse('nothing was paid', 'project_receipt_after_payment')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_receipts_are_lawful BEFORE INSERT ON project_receipts FOR EACH ROW EXECUTE FUNCTION project_receipt_is_lawful();
      -- With the eyes of whoever hands it in.
      CREATE FUNCTION project_document_is_theirs() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM documents d JOIN project_people pp ON pp.case_id = d.case_id
             WHERE d.id = NEW.document_id AND pp.project_id = NEW.project_id AND d.removed_at IS NULL) THEN
          ${refuse('no paper of theirs', 'project_document_of_theirs')};
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER project_receipts_show_their_paper BEFORE INSERT ON project_receipts FOR EACH ROW
        WHEN (NEW.document_id IS NOT NULL) EXECUTE FUNCTION project_document_is_theirs();
      ${definer(
        'project_answer_is_lawful()',
        `
      BEGIN
        PERFORM 1 FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
        ${come}
        IF (SELECT r.by FROM project_receipts r WHERE r.id = NEW.receipt_id) = mawa_actor() THEN ${refuse('somebody else looks', 'project_receipt_by_another')}; END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_answers_are_lawful BEFORE INSERT ON project_answers FOR EACH ROW EXECUTE FUNCTION project_answer_is_lawful();

      ${definer(
        'project_asset_moves()',
        `
      DECLARE v project_assets;
      BEGIN
        SELECT * INTO v FROM project_assets WHERE id = NEW.asset_id AND project_id = NEW.project_id FOR NO KEY UPDATE;
        IF v.state IS DISTINCT FROM NEW.from_state THEN ${refuse('it stands elsewhere by now', 'project_step_follows')}; END IF;
        IF NOT EXISTS (SELECT 1 FROM project_transitions t WHERE t.of_what = 'asset' AND t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
          ${refuse('no legal step', 'project_step_is_legal')};
        END IF;
        ${come}
        IF NEW.on_day < (SELECT max(s.on_day) FROM project_asset_steps s WHERE s.asset_id = v.id) THEN
          ${refuse('a step before the last one', 'project_step_in_order')};
        END IF;
        UPDATE project_assets SET state = NEW.to_state WHERE id = v.id;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_asset_steps_move BEFORE INSERT ON project_asset_steps FOR EACH ROW EXECUTE FUNCTION project_asset_moves();

      ${definer(
        'project_visit_is_lawful()',
        `
      BEGIN
        ${come}
        IF (SELECT p.state FROM projects p WHERE p.id = NEW.project_id) IN ('new', 'refused', 'withdrawn') THEN ${refuse('it is over', 'project_is_over')}; END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_visits_are_lawful BEFORE INSERT ON project_visits FOR EACH ROW EXECUTE FUNCTION project_visit_is_lawful();

      ${definer(
        'project_review_is_due()',
        `
      DECLARE v_opens date := (SELECT min(d.opens_on) FROM project_due d WHERE d.project_id = NEW.project_id AND d.months = NEW.months);
      BEGIN
        ${come}
        IF v_opens IS NULL THEN ${refuse('no such review', 'project_review_which')}; END IF;
        IF NEW.on_day < v_opens THEN ${refuse('its time has not come', 'project_review_opens')}; END IF;
        IF NEW.outcome = 'alive' AND EXISTS (SELECT 1 FROM project_steps s WHERE s.project_id = NEW.project_id AND s.to_state = 'ended'
             AND s.reason IN ('closed', 'given_up') AND s.on_day <= NEW.on_day) THEN
          ${refuse('it had ended', 'project_alive_after_its_end')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_reviews_are_due BEFORE INSERT ON project_reviews FOR EACH ROW EXECUTE FUNCTION project_review_is_due();

      -- What is paid is not withdrawn from, but ends.
      ${definer(
        'project_ends_paid()',
        `
      BEGIN
        IF EXISTS (SELECT 1 FROM project_payments p WHERE p.project_id = NEW.project_id AND p.taken_back_at IS NULL) THEN
          ${refuse('something is paid', 'project_paid_ends')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_steps_withdraw_unpaid BEFORE INSERT ON project_steps FOR EACH ROW
        WHEN (NEW.to_state = 'withdrawn') EXECUTE FUNCTION project_ends_paid();
      -- A thing is in the register with the day on which it came.
      CREATE FUNCTION project_asset_has_come() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM project_asset_steps s WHERE s.asset_id = NEW.id) THEN ${refuse('it has no first step', 'project_has_begun')}; END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER project_assets_have_come AFTER INSERT ON project_assets DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION project_asset_has_come();

      ${definer(
        'project_money_follows_erasure()',
        `
      BEGIN
        ${[
          ['project_milestones', 'note'],
          ['project_answers', 'note'],
          ['project_asset_steps', 'note'],
          ['project_reviews', 'note'],
          ['project_receipts', 'what'],
          ['project_assets', 'what'],
          ['project_visits', 'seen'],
        ]
          .map(
            ([table, column]) =>
              `UPDATE ${table} SET ${column} = NULL WHERE ${column} IS NOT NULL AND project_id IN (SELECT project_gone(OLD.id));`,
          )
          .join('\n        ')}
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER project_money_follows_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION project_money_follows_erasure();
      ${FUNCTIONS.map(
        (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
      ).join('')}
      SET LOCAL ROLE mawa_gate;
      GRANT EXECUTE ON FUNCTION projects_paid() TO mawa_app;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM ledger_transactions WHERE source_kind = 'project') THEN
          RAISE EXCEPTION 'the ledger holds what projects were paid';
        END IF;
      END $$;
      DROP TRIGGER project_money_follows_erasure ON cases;
      DROP TRIGGER project_steps_withdraw_unpaid ON project_steps;
      DROP VIEW project_due;
      DROP TABLE ${TABLES.toReversed().join(', ')} CASCADE;
      DROP TABLE project_marks;
      DROP POLICY projects_paid ON projects;
      ${['project_decisions', 'project_tranches'].map((table) => `DROP POLICY ${table}_paid ON ${table};`).join('\n      ')}
      DROP FUNCTION ${FUNCTIONS.map((one) => one.replace(/\(.*/, '')).join(', ')}, project_asset_has_come, project_document_is_theirs;
      DELETE FROM settings WHERE key LIKE 'project\\_receipts\\_%';
      ${kinds(WITH, WITHOUT)}
    `);
  }
}
