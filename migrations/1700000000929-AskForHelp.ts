import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, twoRights } from './support';

const STEPS = (steps: string): string => `
      ALTER TABLE call_steps DROP CONSTRAINT call_steps_step_check;
      ALTER TABLE call_steps ADD CONSTRAINT call_steps_step_check CHECK (step IN (${steps}));`;

const FUNCTIONS = [
  'referrals_answer_what_was_asked()',
  'help_asked_is_answered()',
  'help_asked_is_erased()',
];

/**
 * A call leads to other help than a bed: which kinds were asked for stands in the file of whoever asked,
 * until a referral answers it or somebody says that none is needed. Nothing of it names the call.
 */
export class AskForHelp1700000000929 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('help_asked_days', '2020-01-01Z', '3', 'programme rule: in how many days help that was asked for on the telephone is seen to; at once where it is urgent');
      ${STEPS(`'case', 'request', 'hold', 'help'`)}

      CREATE TABLE help_asked (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        service text NOT NULL CHECK (service ~ '^[a-z_]{3,40}$'),
        list_version integer NOT NULL CHECK (list_version > 0),
        -- Somebody was in danger or needed a doctor.
        urgent boolean NOT NULL,
        asked_at timestamptz NOT NULL DEFAULT mawa_now(),
        asked_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        due_at timestamptz NOT NULL,
        CONSTRAINT help_asked_once UNIQUE (case_id, service, asked_at),
        CONSTRAINT help_asked_of_a_case UNIQUE (id, case_id),
        CONSTRAINT help_asked_due_later CHECK (due_at >= asked_at)
      );
      ${caseTable('help_asked', 'care')}
      ${twoRights('help_asked', 'care')}
      CREATE POLICY help_asked_at_the_gate ON help_asked TO mawa_gate USING (true);
      CREATE POLICY help_asked_by_oneself ON help_asked AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (asked_by = (SELECT mawa_actor()));
      CREATE TRIGGER help_asked_take_no_more BEFORE INSERT ON help_asked FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();
      GRANT SELECT, INSERT ON help_asked TO mawa_app;
      GRANT SELECT, DELETE ON help_asked TO mawa_gate;

      -- What became of it, once.
      CREATE TABLE help_answers (
        help_id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        how text NOT NULL CHECK (how IN ('referred', 'given_here', 'not_wanted')),
        referral_id uuid REFERENCES referrals (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        CONSTRAINT help_answers_of_the_same_case FOREIGN KEY (help_id, case_id) REFERENCES help_asked (id, case_id)
          ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT help_answers_referred_with_one CHECK ((how = 'referred') = (referral_id IS NOT NULL))
      );
      CREATE INDEX help_answers_by_case ON help_answers (case_id);
      CREATE INDEX help_answers_by_referral ON help_answers (referral_id) WHERE referral_id IS NOT NULL;
      ${caseTable('help_answers', 'care')}
      ${twoRights('help_answers', 'care')}
      CREATE POLICY help_answers_at_the_gate ON help_answers TO mawa_gate USING (true) WITH CHECK (true);
      -- That it was referred is said by the referral alone.
      CREATE POLICY help_answers_by_oneself ON help_answers AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (by = (SELECT mawa_actor()) AND how <> 'referred');
      GRANT SELECT, INSERT ON help_answers TO mawa_app;
      GRANT SELECT, INSERT ON help_answers TO mawa_gate;

      CREATE FUNCTION referrals_answer_what_was_asked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO help_answers (help_id, case_id, how, referral_id, by)
        SELECT h.id, h.case_id, 'referred', NEW.id, NEW.sent_by FROM help_asked h
         WHERE h.case_id IN (SELECT mawa_files(NEW.case_id)) AND h.service = NEW.service
         ORDER BY h.id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;
      CREATE FUNCTION help_asked_is_answered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        -- The last two answered at once take turns, so that one of them sees that nothing is left.
        PERFORM pg_advisory_xact_lock(hashtextextended('help asked/' || NEW.case_id, 0));
        IF NOT EXISTS (SELECT 1 FROM help_asked h WHERE h.case_id = NEW.case_id
             AND NOT EXISTS (SELECT 1 FROM help_answers a WHERE a.help_id = h.id)) THEN
          UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
           WHERE kind = 'help_asked' AND case_id = NEW.case_id AND done_at IS NULL;
        END IF;
        RETURN NULL;
      END $$;
      -- Erasing a person forgets that somebody asked on the telephone, as it forgets the call.
      CREATE FUNCTION help_asked_is_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        DELETE FROM help_asked WHERE case_id = OLD.id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER referrals_answer_what_was_asked AFTER INSERT ON referrals
        FOR EACH ROW EXECUTE FUNCTION referrals_answer_what_was_asked();
      CREATE TRIGGER help_asked_is_answered AFTER INSERT ON help_answers
        FOR EACH ROW EXECUTE FUNCTION help_asked_is_answered();
      CREATE TRIGGER help_asked_is_erased BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION help_asked_is_erased();
      ${FUNCTIONS.map(
        (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
      ).join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER help_asked_is_erased ON cases;
      DROP TRIGGER referrals_answer_what_was_asked ON referrals;
      DROP TABLE help_answers, help_asked;
      DROP FUNCTION ${FUNCTIONS.join(', ')};
      ALTER TABLE tasks NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE task_changes NO FORCE ROW LEVEL SECURITY;
      DELETE FROM task_changes WHERE task_id IN (SELECT id FROM tasks WHERE kind = 'help_asked');
      DELETE FROM tasks WHERE kind = 'help_asked';
      SET CONSTRAINTS ALL IMMEDIATE;
      ALTER TABLE tasks FORCE ROW LEVEL SECURITY;
      ALTER TABLE task_changes FORCE ROW LEVEL SECURITY;
      ALTER TABLE call_steps NO FORCE ROW LEVEL SECURITY;
      DELETE FROM call_steps WHERE step = 'help';
      ALTER TABLE call_steps FORCE ROW LEVEL SECURITY;
      ${STEPS(`'case', 'request', 'hold'`)}
      DELETE FROM settings WHERE key = 'help_asked_days';
    `);
  }
}
