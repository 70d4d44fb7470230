import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, twoRights } from './support';

/**
 * Care plans: goals and steps agreed with the person, approved by somebody who did not write them. What
 * is approved is never edited: a change is a new version.
 */
export class AgreePlans1700000000741 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('plan_approval_days', '2020-01-01Z', '5', 'programme rule: a plan sent is looked at within'),
        ('plan_approval_access_days', '2020-01-01Z', '30', 'programme rule: how long a file is open to whoever is asked to approve');

      CREATE TABLE plans (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        version integer NOT NULL CHECK (version BETWEEN 1 AND 999),
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'sent', 'approved', 'replaced', 'dropped')),
        based_on uuid REFERENCES plans (id),
        revision integer NOT NULL DEFAULT 1,
        author_id uuid NOT NULL REFERENCES users (id),
        created_at timestamptz NOT NULL DEFAULT mawa_now(),
        wishes bytea,
        agreement text CHECK (agreement IN ('agreed', 'refused')),
        agreed_on date,
        agreed_how text CHECK (agreed_how IN ('oral', 'written', 'witnessed', 'guardian')),
        agreed_language text CHECK (length(agreed_language) <= 20),
        sent_by uuid REFERENCES users (id),
        sent_at timestamptz,
        decided_by uuid REFERENCES users (id),
        decided_at timestamptz,
        CONSTRAINT plans_version_once UNIQUE (case_id, version),
        CONSTRAINT plans_of_a_case UNIQUE (id, case_id),
        CONSTRAINT plans_agreement_is_whole CHECK (num_nonnulls(agreement, agreed_on, agreed_how, agreed_language) IN (0, 4)),
        CONSTRAINT plans_sent_are_agreed CHECK (state IN ('draft', 'dropped')
          OR sent_by IS NOT NULL AND sent_at IS NOT NULL AND agreement IS NOT NULL),
        CONSTRAINT plans_approved_by_another CHECK (state NOT IN ('approved', 'replaced')
          OR decided_at IS NOT NULL AND decided_by <> author_id AND decided_by <> sent_by)
      );
      CREATE UNIQUE INDEX plans_one_open ON plans (case_id) WHERE state IN ('draft', 'sent');
      CREATE UNIQUE INDEX plans_one_in_force ON plans (case_id) WHERE state = 'approved';

      -- Everybody who changed a draft: none of them approves it.
      CREATE TABLE plan_writers (
        plan_id uuid NOT NULL,
        case_id uuid NOT NULL,
        user_id uuid NOT NULL REFERENCES users (id),
        PRIMARY KEY (plan_id, user_id),
        FOREIGN KEY (plan_id, case_id) REFERENCES plans (id, case_id) ON UPDATE CASCADE
      );
      CREATE TABLE plan_goals (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        plan_id uuid NOT NULL,
        case_id uuid NOT NULL,
        key uuid NOT NULL,
        position smallint NOT NULL,
        dimension text NOT NULL CHECK (dimension IN ('economic', 'social', 'psychosocial', 'health', 'legal', 'safety')),
        title bytea NOT NULL,
        CONSTRAINT plan_goals_once UNIQUE (plan_id, key),
        FOREIGN KEY (plan_id, case_id) REFERENCES plans (id, case_id) ON UPDATE CASCADE
      );
      CREATE TABLE plan_steps (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        plan_id uuid NOT NULL,
        case_id uuid NOT NULL,
        goal_key uuid NOT NULL,
        key uuid NOT NULL,
        position smallint NOT NULL,
        who text NOT NULL CHECK (who IN ('person', 'team', 'partner', 'authority')),
        user_id uuid REFERENCES users (id),
        due_on date CHECK (due_on BETWEEN '2000-01-01' AND '2100-01-01'),
        what bytea NOT NULL,
        CONSTRAINT plan_steps_once UNIQUE (plan_id, key),
        FOREIGN KEY (plan_id, case_id) REFERENCES plans (id, case_id) ON UPDATE CASCADE,
        FOREIGN KEY (plan_id, goal_key) REFERENCES plan_goals (plan_id, key) ON DELETE CASCADE
      );
      CREATE TABLE plan_states (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        plan_id uuid NOT NULL,
        case_id uuid NOT NULL,
        from_state text,
        to_state text NOT NULL CHECK (to_state IN ('draft', 'sent', 'approved', 'replaced', 'dropped')),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL REFERENCES users (id),
        note bytea,
        FOREIGN KEY (plan_id, case_id) REFERENCES plans (id, case_id) ON UPDATE CASCADE
      );
      -- How a goal or a step goes; it follows the goal through the versions.
      CREATE TABLE plan_progress (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        of text NOT NULL CHECK (of IN ('goal', 'step')),
        key uuid NOT NULL,
        state text NOT NULL CHECK (state IN ('to_do', 'under_way', 'done', 'set_aside')),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL REFERENCES users (id),
        note bytea
      );
      CREATE INDEX plan_goals_by_case ON plan_goals (case_id);
      CREATE INDEX plan_steps_by_case ON plan_steps (case_id);
      CREATE INDEX plan_states_by_plan ON plan_states (plan_id, at);
      CREATE INDEX plan_progress_by_key ON plan_progress (case_id, key, at DESC);
      ${['plans', 'plan_writers', 'plan_goals', 'plan_steps', 'plan_states', 'plan_progress']
        .map((table) => caseTable(table, 'care') + twoRights(table, 'care'))
        .join('')}
      GRANT SELECT, INSERT, UPDATE ON plans TO mawa_app;
      GRANT SELECT, INSERT ON plan_writers, plan_states, plan_progress TO mawa_app;
      GRANT SELECT, INSERT, DELETE ON plan_goals, plan_steps TO mawa_app;

      CREATE FUNCTION plan_is_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_state text;
      BEGIN
        SELECT state INTO v_state FROM plans
         WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.plan_id ELSE NEW.plan_id END FOR SHARE;
        IF v_state IS DISTINCT FROM 'draft' THEN
          RAISE EXCEPTION 'only a draft changes' USING ERRCODE = '23514', CONSTRAINT = 'plan_is_a_draft';
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
      END $$;
      CREATE TRIGGER plan_goals_of_a_draft BEFORE INSERT OR DELETE ON plan_goals
        FOR EACH ROW EXECUTE FUNCTION plan_is_a_draft();
      CREATE TRIGGER plan_steps_of_a_draft BEFORE INSERT OR DELETE ON plan_steps
        FOR EACH ROW EXECUTE FUNCTION plan_is_a_draft();

      CREATE FUNCTION plan_stands() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (OLD.state <> 'draft' OR NEW.state <> 'draft')
           AND (OLD.version, OLD.based_on, OLD.author_id, OLD.created_at, OLD.wishes, OLD.agreement, OLD.agreed_on,
                OLD.agreed_how, OLD.agreed_language)
             IS DISTINCT FROM (NEW.version, NEW.based_on, NEW.author_id, NEW.created_at, NEW.wishes, NEW.agreement,
                NEW.agreed_on, NEW.agreed_how, NEW.agreed_language) THEN
          RAISE EXCEPTION 'only a draft changes' USING ERRCODE = '23514', CONSTRAINT = 'plan_is_a_draft';
        END IF;
        IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (('draft', 'sent'), ('draft', 'dropped'),
             ('sent', 'draft'), ('sent', 'approved'), ('approved', 'replaced')) THEN
          RAISE EXCEPTION 'not a step of a plan' USING ERRCODE = '23514', CONSTRAINT = 'plan_steps_are_legal';
        END IF;
        IF OLD.state = 'sent' AND NEW.state = 'approved'
           AND EXISTS (SELECT 1 FROM plan_writers w WHERE w.plan_id = NEW.id AND w.user_id = NEW.decided_by) THEN
          RAISE EXCEPTION 'who wrote it does not approve it' USING ERRCODE = '23514', CONSTRAINT = 'plans_approved_by_another';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER plans_stand BEFORE UPDATE ON plans FOR EACH ROW EXECUTE FUNCTION plan_stands();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE plan_progress, plan_states, plan_steps, plan_goals, plan_writers, plans;
      DROP FUNCTION plan_is_a_draft, plan_stands;
      DELETE FROM settings WHERE key IN ('plan_approval_days', 'plan_approval_access_days');
    `);
  }
}
