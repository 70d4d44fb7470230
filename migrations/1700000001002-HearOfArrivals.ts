import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, twoRights } from './support';

const BEFORE = `            WHEN 'year' THEN`;
/** What the help after the journey begins with: somebody is there, and the partner says so. */
const ARRIVAL = `            WHEN 'reception' THEN coalesce((SELECT a.received <> 'nobody' FROM return_arrivals a
              WHERE a.track_id = p_track AND a.heard_on <= p_on ORDER BY a.place DESC LIMIT 1), false)
            WHEN 'confirmation' THEN EXISTS (SELECT 1 FROM return_arrivals a
              WHERE a.track_id = p_track AND a.told_by = 'partner' AND a.heard_on <= p_on)
${BEFORE}`;

/** The one function that says what is missing learns new needs; everything else of it stays. */
const reword = (from: string, to: string): string => `
      SET LOCAL ROLE mawa_gate;
      DO $reword$
      DECLARE v_text text := pg_get_functiondef('return_unmet(uuid, text, date)'::regprocedure);
      BEGIN
        IF strpos(v_text, $w$${from}$w$) = 0 THEN RAISE EXCEPTION 'these words are not in return_unmet'; END IF;
        EXECUTE replace(v_text, $w$${from}$w$, $w$${to}$w$);
      END $reword$;
      RESET ROLE;`;

/** What is heard of an arrival, by whom and how: who received the person, and how they went on. */
export class HearOfArrivals1700000001002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('return_confirm_days', '2020-01-01Z', '5', 'programme rule: days within which the receiving partner confirms an arrival');

      CREATE TABLE return_arrivals (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        heard_on date NOT NULL CHECK (heard_on BETWEEN '2000-01-01' AND '2100-01-01'),
        told_by text NOT NULL CHECK (told_by IN ('person', 'escort', 'partner')),
        how text NOT NULL CHECK (how IN ('phone', 'mail', 'message', 'visit')),
        received text NOT NULL CHECK (received IN ('partner', 'authority', 'agency', 'family', 'nobody')),
        onward text NOT NULL CHECK (onward IN ('arranged', 'own_way', 'not_needed', 'missing')),
        wellbeing text NOT NULL CHECK (wellbeing IN ('well', 'needs_help', 'not_known')),
        note bytea,
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY,
        FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE
      );
      CREATE INDEX return_arrivals_by_track ON return_arrivals (track_id, place);
      CREATE INDEX return_arrivals_by_case ON return_arrivals (case_id);
      ${caseTable('return_arrivals', 'care')}${twoRights('return_arrivals', 'care')}
      CREATE POLICY return_arrivals_at_the_gate ON return_arrivals TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON return_arrivals TO mawa_app, mawa_gate;
      GRANT INSERT (id, case_id, track_id, heard_on, told_by, how, received, onward, wellbeing, note) ON return_arrivals TO mawa_app;
      GRANT UPDATE (note) ON return_arrivals TO mawa_gate;

      CREATE FUNCTION return_has_arrived() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_state text;
      BEGIN
        SELECT state INTO v_state FROM return_tracks WHERE id = NEW.track_id AND case_id = NEW.case_id FOR NO KEY UPDATE;
        IF v_state IS NULL OR v_state NOT IN ('arrived', 'reintegrating') THEN
          RAISE EXCEPTION 'nobody has arrived' USING ERRCODE = '23514', CONSTRAINT = 'return_has_arrived';
        END IF;
        IF NEW.heard_on > mawa_day(mawa_now()) OR NEW.heard_on < (SELECT max(s.on_day) FROM return_steps s
             WHERE s.track_id = NEW.track_id AND s.to_state = 'arrived') THEN
          RAISE EXCEPTION 'not heard then' USING ERRCODE = '23514', CONSTRAINT = 'return_arrival_is_heard';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_arrivals_have_arrived BEFORE INSERT ON return_arrivals FOR EACH ROW EXECUTE FUNCTION return_has_arrived();
      CREATE FUNCTION return_arrivals_follow_erasure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE return_arrivals SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_arrivals_follow_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION return_arrivals_follow_erasure();
      REVOKE EXECUTE ON FUNCTION return_has_arrived() FROM PUBLIC;
      REVOKE EXECUTE ON FUNCTION return_arrivals_follow_erasure() FROM PUBLIC;
      ALTER FUNCTION return_has_arrived() OWNER TO mawa_gate;
      ALTER FUNCTION return_arrivals_follow_erasure() OWNER TO mawa_gate;

      INSERT INTO return_needs (door, from_state, to_state, need, place) VALUES
        ('return', 'arrived', 'reintegrating', 'reception', 1), ('return', 'arrived', 'reintegrating', 'confirmation', 2);
      ${reword(BEFORE, ARRIVAL)}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${reword(ARRIVAL, BEFORE)}
      DELETE FROM return_needs WHERE need IN ('reception', 'confirmation');
      DELETE FROM settings WHERE key = 'return_confirm_days';
      DROP TRIGGER return_arrivals_follow_erasure ON cases;
      DROP TABLE return_arrivals;
      DROP FUNCTION return_has_arrived, return_arrivals_follow_erasure;
    `);
  }
}
