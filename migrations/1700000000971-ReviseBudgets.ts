import type { MigrationInterface, QueryRunner } from 'typeorm';

const named = (fr: string, ar: string, en: string): string =>
  `'${JSON.stringify({ fr, ar, en }).replaceAll("'", "''")}'`;

const POLICY = '2 CFR 200.308';

/** What the donor must agree to before it happens. */
const GROUNDS: readonly [code: string, fr: string, ar: string, en: string][] = [
  [
    'scope',
    'Changement du champ ou des objectifs du projet, même sans changement de budget',
    'تغيير نطاق المشروع أو أهدافه، ولو دون تغيير في الميزانية',
    'A change of scope or objective, even where the budget stays as it is',
  ],
  [
    'key_person',
    'Changement d’une personne clé nommée dans l’accord',
    'تغيير شخص رئيسي مذكور بالاسم في الاتفاق',
    'A change of a key person named in the award',
  ],
  [
    'lead_away',
    'Responsable du projet absent plus de trois mois, ou 25 % de temps en moins',
    'غياب مسؤول المشروع أكثر من ثلاثة أشهر، أو نقصان وقته بنسبة 25%',
    'The project lead away for more than three months, or 25 % less of their time',
  ],
  [
    'costs',
    'Coûts qui demandent une autorisation préalable',
    'تكاليف تستلزم موافقة مسبقة',
    'Costs that need prior approval',
  ],
  [
    'participants',
    'Argent du soutien aux participants déplacé vers d’autres lignes',
    'نقل أموال دعم المشاركين إلى بنود أخرى',
    'Participant-support money moved to other lines',
  ],
  [
    'subawards',
    'Nouvelle sous-subvention absente du budget approuvé',
    'منحة فرعية جديدة غير واردة في الميزانية المعتمدة',
    'A new sub-award that is not in the approved budget',
  ],
  [
    'cost_share',
    'Changement de la contribution propre',
    'تغيير المساهمة الذاتية',
    'A change of cost share',
  ],
  ['more_money', 'Demande d’argent supplémentaire', 'طلب أموال إضافية', 'More money is asked for'],
];

const WALLED = [
  'budget_revisions',
  'budget_revision_lines',
  'donor_approvals',
  'budget_revision_decisions',
  'budget_versions',
  'budget_version_lines',
];

/**
 * A line's amount changes in one way: a revision that one proposed and another approved, under the
 * turn of the grant, never below what is spent and promised, beyond the share that the donor allows
 * only with the donor's approval. Each version of the budget is kept.
 */
export class ReviseBudgets1700000000971 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('budget_transfer_share', '2020-01-01Z', '0.10', '2 CFR 200.308: cumulative transfers among direct cost categories beyond 10 % of the total budget as last approved (VERIFIED)'),
        ('budget_transfer_warning', '2020-01-01Z', '0.08', 'programme rule: where the page begins to warn');

      CREATE TABLE prior_approval_grounds (
        code text PRIMARY KEY CHECK (code ~ '^[a-z_]{3,40}$'),
        place smallint NOT NULL,
        valid_from date NOT NULL,
        name jsonb NOT NULL CHECK (name ?& ARRAY['fr', 'ar', 'en']),
        source text NOT NULL,
        mark text NOT NULL CHECK (mark IN ('VERIFIED', 'UNVERIFIED'))
      );
      INSERT INTO prior_approval_grounds (code, place, valid_from, name, source, mark) VALUES
        ${GROUNDS.map(([code, ...words], at) => `('${code}', ${at + 1}, '2020-01-01', ${named(...words)}, '${POLICY}', 'VERIFIED')`).join(',\n        ')};

      CREATE TABLE budget_revisions (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        number bigint NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
        grant_id uuid NOT NULL REFERENCES grants (id),
        reason text NOT NULL CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
        note text CHECK (length(note) BETWEEN 1 AND 1000),
        -- Money of one agency's lines goes to another's: their shares change with it.
        between_agencies boolean NOT NULL DEFAULT false,
        line_count smallint NOT NULL CHECK (line_count >= 2),
        proposed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        proposed_at timestamptz NOT NULL DEFAULT mawa_now(),
        UNIQUE (grant_id, id)
      );
      CREATE TABLE budget_revision_lines (
        revision_id uuid NOT NULL,
        grant_id uuid NOT NULL,
        line_id uuid NOT NULL,
        change numeric(14,2) NOT NULL CHECK (change <> 0),
        PRIMARY KEY (revision_id, line_id),
        FOREIGN KEY (grant_id, revision_id) REFERENCES budget_revisions (grant_id, id),
        FOREIGN KEY (grant_id, line_id) REFERENCES budget_lines (grant_id, id)
      );
      CREATE INDEX budget_revision_lines_by_line ON budget_revision_lines (line_id);
      CREATE TABLE donor_approvals (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        revision_id uuid NOT NULL REFERENCES budget_revisions (id),
        approved_on date NOT NULL,
        reference text NOT NULL CHECK (length(reference) BETWEEN 2 AND 120),
        document text NOT NULL CHECK (length(document) BETWEEN 1 AND 60),
        entered_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        entered_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX donor_approvals_by_revision ON donor_approvals (revision_id);
      -- One end a revision, for good.
      CREATE TABLE budget_revision_decisions (
        revision_id uuid CONSTRAINT revision_is_decided_once PRIMARY KEY REFERENCES budget_revisions (id),
        decision text NOT NULL CHECK (decision IN ('approved', 'refused', 'withdrawn')),
        reason text CHECK (reason ~ '^[a-z][a-z_]{0,39}$'),
        decided_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        decided_at timestamptz NOT NULL DEFAULT mawa_now(),
        CHECK ((reason IS NOT NULL) = (decision = 'refused'))
      );

      -- The budget as it was: the first with the award, each later one by a revision.
      CREATE TABLE budget_versions (
        grant_id uuid NOT NULL REFERENCES grants (id),
        version integer NOT NULL CHECK (version > 0),
        revision_id uuid UNIQUE REFERENCES budget_revisions (id),
        -- As the donor last approved it: transfers are counted from here.
        is_approved boolean NOT NULL,
        in_force_at timestamptz,
        in_force_by uuid REFERENCES users (id),
        PRIMARY KEY (grant_id, version),
        CHECK ((version = 1) = (revision_id IS NULL)),
        CHECK (version = 1 OR in_force_at IS NOT NULL AND in_force_by IS NOT NULL)
      );
      CREATE TABLE budget_version_lines (
        grant_id uuid NOT NULL,
        version integer NOT NULL,
        line_id uuid NOT NULL REFERENCES budget_lines (id),
        amount numeric(14,2) NOT NULL CHECK (amount >= 0),
        PRIMARY KEY (grant_id, version, line_id),
        FOREIGN KEY (grant_id, version) REFERENCES budget_versions (grant_id, version)
      );
      INSERT INTO budget_versions (grant_id, version, is_approved) SELECT id, 1, true FROM grants;
      INSERT INTO budget_version_lines (grant_id, version, line_id, amount) SELECT grant_id, 1, id, amount FROM budget_lines;

      CREATE FUNCTION grant_has_a_budget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO budget_versions (grant_id, version, is_approved) VALUES (NEW.id, 1, true);
        RETURN NULL;
      END $$;
      CREATE TRIGGER grant_has_a_budget AFTER INSERT ON grants FOR EACH ROW EXECUTE FUNCTION grant_has_a_budget();
      CREATE FUNCTION line_is_in_the_budget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_version integer := (SELECT max(version) FROM budget_versions WHERE grant_id = NEW.grant_id);
      BEGIN
        IF v_version > 1 AND NEW.amount <> 0 THEN
          RAISE EXCEPTION 'a line of a revised budget begins at nothing' USING ERRCODE = '23514', CONSTRAINT = 'line_begins_at_nothing';
        END IF;
        INSERT INTO budget_version_lines (grant_id, version, line_id, amount) VALUES (NEW.grant_id, v_version, NEW.id, NEW.amount);
        RETURN NULL;
      END $$;
      CREATE TRIGGER line_is_in_the_budget AFTER INSERT ON budget_lines FOR EACH ROW EXECUTE FUNCTION line_is_in_the_budget();

      ${WALLED.map(
        (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
      CREATE POLICY ${table}_for_constraints ON ${table} TO mawa_owner USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app;
      CREATE TRIGGER ${table}_stay BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();`,
      ).join('')}
      GRANT INSERT ON budget_revisions, budget_revision_lines, donor_approvals, budget_revision_decisions TO mawa_app;
      GRANT SELECT ON prior_approval_grounds TO mawa_app;
      CREATE POLICY budget_revisions_add ON budget_revisions FOR INSERT TO mawa_app
        WITH CHECK (proposed_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));
      CREATE POLICY budget_revision_lines_add ON budget_revision_lines FOR INSERT TO mawa_app
        WITH CHECK ((SELECT mawa_commits_money()) AND EXISTS (SELECT 1 FROM budget_revisions r
          WHERE r.id = revision_id AND r.proposed_by = (SELECT mawa_actor())));
      CREATE POLICY donor_approvals_add ON donor_approvals FOR INSERT TO mawa_app
        WITH CHECK (entered_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));
      CREATE POLICY budget_revision_decisions_add ON budget_revision_decisions FOR INSERT TO mawa_app
        WITH CHECK (decided_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));

      -- What is proposed is proposed whole: nothing is slipped in afterwards.
      CREATE FUNCTION revision_sums_to_zero() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_id uuid := coalesce(to_jsonb(NEW)->>'revision_id', to_jsonb(NEW)->>'id')::uuid; v_sum numeric; v_count integer;
      BEGIN
        SELECT coalesce(sum(change), 0), count(*) INTO v_sum, v_count FROM budget_revision_lines WHERE revision_id = v_id;
        IF v_sum <> 0 OR v_count <> (SELECT line_count FROM budget_revisions WHERE id = v_id) THEN
          RAISE EXCEPTION 'the changes of a revision sum to zero' USING ERRCODE = '23514', CONSTRAINT = 'revision_sums_to_zero';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER revision_has_lines AFTER INSERT ON budget_revisions
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revision_sums_to_zero();
      CREATE CONSTRAINT TRIGGER revision_sums_to_zero AFTER INSERT ON budget_revision_lines
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revision_sums_to_zero();

      -- What a revision moves from one direct cost category to others, and all since the donor last approved.
      CREATE FUNCTION revision_transfer(p_revision uuid) RETURNS numeric LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT coalesce(sum(greatest(c.change, 0)), 0.00) FROM (
          SELECT sum(x.change) AS change FROM budget_revision_lines x JOIN budget_lines l ON l.id = x.line_id
           WHERE x.revision_id = p_revision GROUP BY l.object_class) c $$;
      CREATE FUNCTION transferred_since_approval(p_grant uuid) RETURNS numeric LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT coalesce(sum(revision_transfer(v.revision_id)), 0.00) FROM budget_versions v
         WHERE v.grant_id = p_grant AND v.version > (SELECT max(a.version) FROM budget_versions a WHERE a.grant_id = p_grant AND a.is_approved) $$;

      CREATE FUNCTION revision_refuse(p_constraint text) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'this is refused: %', p_constraint USING ERRCODE = '23514', CONSTRAINT = p_constraint;
      END $$;
      CREATE FUNCTION donor_approval_is_in_time() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM budget_revision_decisions WHERE revision_id = NEW.revision_id) THEN
          PERFORM revision_refuse('revision_is_decided_once');
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER donor_approval_is_in_time BEFORE INSERT ON donor_approvals
        FOR EACH ROW EXECUTE FUNCTION donor_approval_is_in_time();

      CREATE FUNCTION revision_comes_into_force() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE r budget_revisions; v_total numeric; v_approved boolean; v_version integer;
      BEGIN
        SELECT * INTO r FROM budget_revisions WHERE id = NEW.revision_id;
        -- Its turn: nobody books or promises in this grant until the amounts stand.
        PERFORM 1 FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
          WHERE a.grant_id = r.grant_id AND a.kind = 'funds' FOR UPDATE OF b;
        IF EXISTS (SELECT 1 FROM budget_revision_decisions WHERE revision_id = r.id) THEN
          PERFORM revision_refuse('revision_is_decided_once');
        END IF;
        IF NEW.decision = 'withdrawn' THEN
          IF NEW.decided_by <> r.proposed_by THEN PERFORM revision_refuse('revision_withdrawn_by_its_author'); END IF;
          RETURN NEW;
        END IF;
        IF NEW.decided_by = r.proposed_by OR NEW.decision = 'approved'
           AND EXISTS (SELECT 1 FROM donor_approvals d WHERE d.revision_id = r.id AND d.entered_by = NEW.decided_by) THEN
          PERFORM revision_refuse('revision_needs_another_person');
        END IF;
        IF NEW.decision = 'refused' THEN RETURN NEW; END IF;

        v_approved := EXISTS (SELECT 1 FROM donor_approvals WHERE revision_id = r.id);
        IF NOT r.between_agencies AND EXISTS (SELECT 1 FROM budget_revision_lines x JOIN budget_lines l ON l.id = x.line_id
             WHERE x.revision_id = r.id GROUP BY l.organisation_id HAVING sum(x.change) <> 0) THEN
          PERFORM revision_refuse('revision_stays_within_the_agency');
        END IF;
        SELECT amount INTO v_total FROM grants WHERE id = r.grant_id;
        IF NOT v_approved AND (r.between_agencies OR transferred_since_approval(r.grant_id) + revision_transfer(r.id)
             > (mawa_setting('budget_transfer_share'))::numeric * v_total) THEN
          PERFORM revision_refuse('revision_needs_prior_approval');
        END IF;
        IF EXISTS (SELECT 1 FROM budget_revision_lines x JOIN budget_lines l ON l.id = x.line_id
             WHERE x.revision_id = r.id AND x.change < 0 AND l.amount + x.change <
               (SELECT sum(b.balance) FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
                 WHERE a.line_id = l.id AND a.kind IN ('spent', 'committed'))) THEN
          PERFORM revision_refuse('revision_leaves_what_is_taken');
        END IF;

        UPDATE budget_lines l SET amount = l.amount + x.change FROM budget_revision_lines x
          WHERE x.revision_id = r.id AND l.id = x.line_id;
        IF r.between_agencies THEN
          WITH moved AS (
            SELECT s.organisation_id, sum(x.change) AS direct, round(sum(x.change) * s.support_rate, 2) AS support
              FROM budget_revision_lines x JOIN budget_lines l ON l.id = x.line_id
              JOIN grant_shares s ON s.grant_id = l.grant_id AND s.organisation_id = l.organisation_id
             WHERE x.revision_id = r.id GROUP BY s.organisation_id, s.support_rate)
          UPDATE grant_shares s SET direct = s.direct + m.direct, support = s.support + m.support,
                 after_fee = s.after_fee + m.direct + m.support
            FROM moved m WHERE s.grant_id = r.grant_id AND s.organisation_id = m.organisation_id;
          -- At one rate the cents of rounding fall on the last agency, as they do where a grant is opened.
          IF (SELECT count(DISTINCT s.support_rate) FROM budget_revision_lines x JOIN budget_lines l ON l.id = x.line_id
                JOIN grant_shares s ON s.grant_id = l.grant_id AND s.organisation_id = l.organisation_id WHERE x.revision_id = r.id) = 1 THEN
            UPDATE grant_shares s SET support = s.support + d.cents, after_fee = s.after_fee + d.cents
              FROM (SELECT g.amount - round(g.amount * g.fee_rate, 2) - sum(o.after_fee) AS cents FROM grants g
                      JOIN grant_shares o ON o.grant_id = g.id WHERE g.id = r.grant_id GROUP BY g.id) d
             WHERE s.grant_id = r.grant_id AND s.organisation_id = (SELECT max(l.organisation_id::text)::uuid
               FROM budget_revision_lines x JOIN budget_lines l ON l.id = x.line_id WHERE x.revision_id = r.id);
          END IF;
          IF (SELECT sum(after_fee) FROM grant_shares WHERE grant_id = r.grant_id)
             <> (SELECT g.amount - round(g.amount * g.fee_rate, 2) FROM grants g WHERE g.id = r.grant_id) THEN
            PERFORM revision_refuse('revision_keeps_the_award');
          END IF;
        END IF;
        SELECT max(version) + 1 INTO v_version FROM budget_versions WHERE grant_id = r.grant_id;
        INSERT INTO budget_versions (grant_id, version, revision_id, is_approved, in_force_at, in_force_by)
          VALUES (r.grant_id, v_version, r.id, v_approved, mawa_now(), NEW.decided_by);
        INSERT INTO budget_version_lines (grant_id, version, line_id, amount)
          SELECT grant_id, v_version, id, amount FROM budget_lines WHERE grant_id = r.grant_id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER revision_comes_into_force BEFORE INSERT ON budget_revision_decisions
        FOR EACH ROW EXECUTE FUNCTION revision_comes_into_force();

      REVOKE UPDATE (amount) ON budget_lines FROM mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM budget_revisions) THEN RAISE EXCEPTION 'budgets are revised: this step does not go back'; END IF;
      END $$;
      GRANT UPDATE (amount) ON budget_lines TO mawa_app;
      DROP TRIGGER line_is_in_the_budget ON budget_lines;
      DROP TRIGGER grant_has_a_budget ON grants;
      DROP TABLE budget_version_lines, budget_versions, budget_revision_decisions, donor_approvals, budget_revision_lines,
        budget_revisions, prior_approval_grounds;
      DROP FUNCTION revision_comes_into_force, donor_approval_is_in_time, revision_refuse, transferred_since_approval,
        revision_transfer, revision_sums_to_zero, line_is_in_the_budget, grant_has_a_budget;
      DELETE FROM settings WHERE key IN ('budget_transfer_share', 'budget_transfer_warning');
    `);
  }
}
