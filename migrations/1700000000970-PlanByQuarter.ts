import type { MigrationInterface, QueryRunner } from 'typeorm';

const WALL = (table: string): string => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
      CREATE POLICY ${table}_for_constraints ON ${table} TO mawa_owner USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON ${table} TO mawa_app;
      CREATE TRIGGER ${table}_stay BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();`;

/**
 * What of each budget line is to be spent in which quarter. A plan is never rewritten: a new version
 * replaces it. The quarters of a line add up to its amount whenever a transaction ends, whichever of
 * the two it changed.
 */
export class PlanByQuarter1700000000970 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE budget_plans (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        line_id uuid NOT NULL REFERENCES budget_lines (id),
        -- Counted by the trigger.
        version integer NOT NULL DEFAULT 0 CHECK (version > 0),
        amount numeric(14,2) NOT NULL CHECK (amount >= 0),
        why text NOT NULL CHECK (why IN ('planned', 'revision')),
        planned_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        planned_at timestamptz NOT NULL DEFAULT mawa_now(),
        UNIQUE (line_id, version)
      );
      CREATE TABLE budget_plan_quarters (
        plan_id uuid NOT NULL REFERENCES budget_plans (id),
        starts_on date NOT NULL CHECK (starts_on = date_trunc('quarter', starts_on)::date),
        amount numeric(14,2) NOT NULL CHECK (amount >= 0),
        PRIMARY KEY (plan_id, starts_on)
      );
      ${WALL('budget_plans')}
      ${WALL('budget_plan_quarters')}
      CREATE POLICY budget_plans_add ON budget_plans FOR INSERT TO mawa_app
        WITH CHECK (planned_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));
      CREATE POLICY budget_plan_quarters_add ON budget_plan_quarters FOR INSERT TO mawa_app
        WITH CHECK ((SELECT mawa_commits_money()) AND EXISTS (SELECT 1 FROM budget_plans p
          WHERE p.id = plan_id AND p.planned_by = (SELECT mawa_actor())));

      -- Plans and revisions of a grant take turns at its funds, as everything that is booked does.
      CREATE FUNCTION budget_plan_takes_its_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM 1 FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id AND a.kind = 'funds'
          JOIN budget_lines l ON l.grant_id = a.grant_id WHERE l.id = NEW.line_id FOR UPDATE OF b;
        NEW.version := 1 + coalesce((SELECT max(version) FROM budget_plans WHERE line_id = NEW.line_id), 0);
        RETURN NEW;
      END $$;
      CREATE TRIGGER budget_plan_takes_its_turn BEFORE INSERT ON budget_plans
        FOR EACH ROW EXECUTE FUNCTION budget_plan_takes_its_turn();

      CREATE FUNCTION budget_plan_adds_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_plan budget_plans; v_line budget_lines; v_sum numeric; v_outside boolean;
      BEGIN
        IF TG_TABLE_NAME = 'budget_lines' THEN
          SELECT * INTO v_plan FROM budget_plans WHERE line_id = (to_jsonb(NEW)->>'id')::uuid ORDER BY version DESC LIMIT 1;
        ELSIF TG_TABLE_NAME = 'budget_plans' THEN
          SELECT * INTO v_plan FROM budget_plans WHERE id = (to_jsonb(NEW)->>'id')::uuid;
        ELSE
          SELECT * INTO v_plan FROM budget_plans WHERE id = (to_jsonb(NEW)->>'plan_id')::uuid;
        END IF;
        IF v_plan.id IS NULL THEN RETURN NULL; END IF;
        SELECT * INTO v_line FROM budget_lines WHERE id = v_plan.line_id;
        SELECT coalesce(sum(q.amount), 0), coalesce(bool_or(q.starts_on > g.ends_on OR q.starts_on + interval '3 months' <= g.starts_on), false)
          INTO v_sum, v_outside FROM budget_plan_quarters q JOIN grants g ON g.id = v_line.grant_id WHERE q.plan_id = v_plan.id;
        IF v_sum <> v_plan.amount OR v_sum <> v_line.amount
           AND NOT EXISTS (SELECT 1 FROM budget_plans p WHERE p.line_id = v_plan.line_id AND p.version > v_plan.version) THEN
          RAISE EXCEPTION 'the quarters do not add up to the line' USING ERRCODE = '23514', CONSTRAINT = 'budget_plan_adds_up';
        END IF;
        IF v_outside THEN
          RAISE EXCEPTION 'a quarter outside the grant' USING ERRCODE = '23514', CONSTRAINT = 'budget_plan_within_the_grant';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER budget_plan_adds_up AFTER INSERT ON budget_plans
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION budget_plan_adds_up();
      CREATE CONSTRAINT TRIGGER budget_plan_quarters_add_up AFTER INSERT ON budget_plan_quarters
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION budget_plan_adds_up();
      CREATE CONSTRAINT TRIGGER budget_line_keeps_to_its_plan AFTER UPDATE OF amount ON budget_lines
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION budget_plan_adds_up();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM budget_plans) THEN RAISE EXCEPTION 'there are plans: this step does not go back'; END IF;
      END $$;
      DROP TRIGGER budget_line_keeps_to_its_plan ON budget_lines;
      DROP TABLE budget_plan_quarters, budget_plans;
      DROP FUNCTION budget_plan_adds_up, budget_plan_takes_its_turn;
    `);
  }
}
