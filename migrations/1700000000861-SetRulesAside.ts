import type { MigrationInterface, QueryRunner } from 'typeorm';
import { visible } from './support';

const NOTES = (about: string) => `
      ALTER TABLE bed_notes DROP CONSTRAINT bed_notes_about_check;
      ALTER TABLE bed_notes ADD CONSTRAINT bed_notes_about_check CHECK (about IN (${about}));`;

/**
 * A hard rule that protects nobody may be set aside for one bed: one asks and says why, the bed is
 * held meanwhile, another agrees, and it holds until a day. Nobody is expected or received on it before.
 */
export class SetRulesAside1700000000861 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('override_nights', '2020-01-01Z', '30', 'programme rule: for how many nights a rule may be set aside at most');

      CREATE TABLE override_asks (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        request_id uuid NOT NULL REFERENCES bed_requests (id),
        rule_set integer NOT NULL REFERENCES rule_sets (version),
        -- The first night on which it holds no more.
        until date NOT NULL,
        asked_by uuid NOT NULL REFERENCES users (id),
        asked_at timestamptz NOT NULL DEFAULT mawa_now(),
        UNIQUE (id, asked_by)
      );
      CREATE INDEX override_asks_by_time ON override_asks (asked_at);
      -- Which rule, for whom, in which bed. Of the sentences only a code.
      CREATE TABLE override_rules (
        ask_id uuid NOT NULL,
        asked_by uuid NOT NULL,
        booking_id uuid NOT NULL REFERENCES bookings (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        -- Never one that protects, and never whether the bed is there.
        rule text NOT NULL CONSTRAINT override_rules_never_protection
          CHECK (rule IN ('received', 'mix', 'access', 'bunk', 'cot', 'siblings')),
        code text NOT NULL CHECK (code ~ '^[a-z_]{3,40}$'),
        PRIMARY KEY (booking_id, rule, code),
        FOREIGN KEY (ask_id, asked_by) REFERENCES override_asks (id, asked_by)
      );
      CREATE INDEX override_rules_by_ask ON override_rules (ask_id);
      CREATE INDEX override_rules_by_case ON override_rules (case_id);
      CREATE TABLE override_answers (
        ask_id uuid PRIMARY KEY,
        asked_by uuid NOT NULL,
        answer text NOT NULL CHECK (answer IN ('agreed', 'refused')),
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        FOREIGN KEY (ask_id, asked_by) REFERENCES override_asks (id, asked_by),
        CONSTRAINT override_answers_by_another CHECK (by <> asked_by)
      );

      ALTER TABLE override_rules ENABLE ROW LEVEL SECURITY;
      ALTER TABLE override_rules FORCE ROW LEVEL SECURITY;
      CREATE POLICY override_rules_read ON override_rules FOR SELECT TO mawa_app
        USING (${visible('override_rules.case_id', 'facts')});
      CREATE POLICY override_rules_ask ON override_rules FOR INSERT TO mawa_app
        WITH CHECK (${visible('override_rules.case_id', 'placement')} AND EXISTS (
            SELECT 1 FROM booking_people bp WHERE bp.booking_id = override_rules.booking_id
               AND bp.case_id = override_rules.case_id AND bp.state = 'hold')
          AND asked_by = (SELECT mawa_actor()));
      ALTER TABLE override_asks ENABLE ROW LEVEL SECURITY;
      ALTER TABLE override_asks FORCE ROW LEVEL SECURITY;
      CREATE POLICY override_asks_read ON override_asks FOR SELECT TO mawa_app
        USING (asked_by = (SELECT mawa_actor()) OR EXISTS (SELECT 1 FROM override_rules r WHERE r.ask_id = override_asks.id));
      CREATE POLICY override_asks_ask ON override_asks FOR INSERT TO mawa_app
        WITH CHECK (asked_by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('shelter_manager', 'reintegration_officer')));
      ALTER TABLE override_answers ENABLE ROW LEVEL SECURITY;
      ALTER TABLE override_answers FORCE ROW LEVEL SECURITY;
      CREATE POLICY override_answers_read ON override_answers FOR SELECT TO mawa_app
        USING (asked_by = (SELECT mawa_actor()) OR EXISTS (SELECT 1 FROM override_rules r WHERE r.ask_id = override_answers.ask_id));
      CREATE POLICY override_answers_answer ON override_answers FOR INSERT TO mawa_app
        WITH CHECK (by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('shelter_manager', 'case_supervisor'))
          AND EXISTS (SELECT 1 FROM override_rules r JOIN bookings k ON k.id = r.booking_id
                       WHERE r.ask_id = override_answers.ask_id
                         AND (k.shelter_id = ANY ((SELECT mawa_principals())::uuid[]) OR mawa_holds_fully(r.case_id))));
      GRANT SELECT, INSERT ON override_asks, override_rules, override_answers TO mawa_app;
      GRANT SELECT ON override_asks, override_rules, override_answers TO mawa_gate;
      CREATE POLICY override_asks_for_the_gate ON override_asks FOR SELECT TO mawa_gate USING (true);
      CREATE POLICY override_rules_for_the_gate ON override_rules FOR SELECT TO mawa_gate USING (true);
      CREATE POLICY override_answers_for_the_gate ON override_answers FOR SELECT TO mawa_gate USING (true);
      -- Figures see which rule and which booking, and nobody's case.
      GRANT SELECT ON override_asks, override_answers TO mawa_figures;
      GRANT SELECT (ask_id, booking_id, rule, code) ON override_rules TO mawa_figures;
      CREATE POLICY override_asks_for_figures ON override_asks FOR SELECT TO mawa_figures USING (true);
      CREATE POLICY override_rules_for_figures ON override_rules FOR SELECT TO mawa_figures USING (true);
      CREATE POLICY override_answers_for_figures ON override_answers FOR SELECT TO mawa_figures USING (true);
      ${NOTES(`'hold', 'release', 'plan_exit', 'withdraw', 'override'`)}

      -- What is held for an ask is expected and received only once somebody else agreed, and while it holds.
      CREATE FUNCTION overrides_are_agreed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_until date;
      BEGIN
        IF EXISTS (SELECT 1 FROM override_rules r WHERE r.booking_id = NEW.booking_id AND NOT EXISTS (
             SELECT 1 FROM override_answers a WHERE a.ask_id = r.ask_id AND a.answer = 'agreed')) THEN
          RAISE EXCEPTION 'nobody agreed to this' USING ERRCODE = '23514', CONSTRAINT = 'overrides_are_agreed';
        END IF;
        SELECT min(a.until) INTO v_until FROM override_rules r JOIN override_asks a ON a.id = r.ask_id
         WHERE r.booking_id = NEW.booking_id;
        IF v_until <= lower(NEW.nights) OR (NEW.state = 'promised' AND v_until <= mawa_tonight()) THEN
          RAISE EXCEPTION 'it holds no more' USING ERRCODE = '23514', CONSTRAINT = 'overrides_in_force';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER overrides_are_agreed BEFORE UPDATE OF state ON booking_people
        FOR EACH ROW WHEN (NEW.state IN ('promised', 'stay') AND OLD.state IS DISTINCT FROM NEW.state)
        EXECUTE FUNCTION overrides_are_agreed();

      -- Nobody answers for a bed that is held no more.
      CREATE FUNCTION overrides_are_held() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM override_rules r JOIN bookings k ON k.id = r.booking_id
             WHERE r.ask_id = NEW.ask_id AND NOT (k.state = 'hold' AND k.hold_until > mawa_now())) THEN
          RAISE EXCEPTION 'held no more' USING ERRCODE = '23514', CONSTRAINT = 'overrides_are_held';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER overrides_are_held BEFORE INSERT ON override_answers
        FOR EACH ROW EXECUTE FUNCTION overrides_are_held();

      -- Nobody is asked any more once it is answered, or once there is no hold.
      CREATE FUNCTION overrides_are_answered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
         WHERE kind = 'override_asked' AND done_at IS NULL
           AND subject_id IN (SELECT booking_id FROM override_rules WHERE ask_id = NEW.ask_id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER overrides_are_answered AFTER INSERT ON override_answers
        FOR EACH ROW EXECUTE FUNCTION overrides_are_answered();
      CREATE FUNCTION overrides_are_over() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
         WHERE kind IN ('override_asked', 'override_ends') AND subject_id = NEW.booking_id AND done_at IS NULL;
        RETURN NULL;
      END $$;
      CREATE TRIGGER overrides_are_over AFTER UPDATE OF state ON booking_people
        FOR EACH ROW WHEN (NEW.state IN ('void', 'ended')) EXECUTE FUNCTION overrides_are_over();

      -- Handed over last: afterwards this role may no longer say who calls them.
      ALTER FUNCTION overrides_are_agreed() OWNER TO mawa_gate;
      ALTER FUNCTION overrides_are_held() OWNER TO mawa_gate;
      ALTER FUNCTION overrides_are_answered() OWNER TO mawa_gate;
      ALTER FUNCTION overrides_are_over() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER overrides_are_over ON booking_people;
      DROP TRIGGER overrides_are_agreed ON booking_people;
      DELETE FROM bed_notes WHERE about = 'override';
      ${NOTES(`'hold', 'release', 'plan_exit', 'withdraw'`)}
      DROP TABLE override_answers, override_rules, override_asks CASCADE;
      DROP FUNCTION overrides_are_agreed, overrides_are_held, overrides_are_answered, overrides_are_over;
      DELETE FROM settings WHERE key = 'override_nights';
    `);
  }
}
