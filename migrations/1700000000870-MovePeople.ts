import type { MigrationInterface, QueryRunner } from 'typeorm';
import { twoRights, visible } from './support';
import { LISTS_2 } from './data/lists-2';
import { dropLists, seedLists } from './data/seed-lists';

const STEPS = `'hold', 'block', 'renew', 'promise', 'release', 'lapsed', 'lapse', 'check_in', 'cancel', 'no_show', 'plan_exit',
  'prolong', 'exit', 'day_visit', 'unblock', 'withdraw_block', 'from_records'`;
const NEW_STEPS = `'move_out', 'move_in', 'undo_check_in', 'undo_exit', 'undo_move'`;
const OUTCOMES = `'left', 'no_show', 'cancelled', 'lapsed', 'day_visit', 'moved', 'reopened'`;

/** Which words of a function of the gate become which. */
const DAY_VISIT = [
  `CASE WHEN NEW.state = 'ended'`,
  `CASE WHEN NEW.state = 'ended'
             OR NEW.state = 'void' AND (SELECT outcome FROM bookings WHERE id = NEW.booking_id) = 'day_visit'`,
] as const;
const reword = (signature: string, [from, to]: readonly [string, string]): string => `
      SET LOCAL ROLE mawa_gate;
      DO $reword$
      DECLARE v_text text := pg_get_functiondef('${signature}'::regprocedure);
      BEGIN
        IF strpos(v_text, $w$${from}$w$) = 0 THEN RAISE EXCEPTION 'these words are not in ${signature}'; END IF;
        EXECUTE replace(v_text, $w$${from}$w$, $w$${to}$w$);
      END $reword$;
      RESET ROLE;`;

/**
 * The life of a stay after the arrival: people change beds in one transaction, an exit says whereto,
 * and what was done by mistake is taken back step by step. Each step of a booking keeps the nights
 * that it had before.
 */
export class MovePeople1700000000870 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('undo_days', '2020-01-01Z', '7', 'programme rule: how long an arrival, a move or an exit can be taken back'),
        ('exit_follow_up_days', '2020-01-01Z', '30', 'programme rule: proposed day of the follow-up after an exit');

      ALTER TABLE booking_changes ADD COLUMN nights_before daterange;
      ALTER TABLE booking_changes DROP CONSTRAINT booking_changes_reason_is_a_step;
      ALTER TABLE booking_changes ADD CONSTRAINT booking_changes_reason_is_a_step CHECK (reason IN (${STEPS}, ${NEW_STEPS}));
      ALTER TABLE bookings DROP CONSTRAINT bookings_outcome_check;
      ALTER TABLE bookings ADD CONSTRAINT bookings_outcome_check CHECK (outcome IN (${OUTCOMES}, 'undone'));

      ALTER TABLE bed_notes DROP CONSTRAINT bed_notes_about_check;
      ALTER TABLE bed_notes ADD CONSTRAINT bed_notes_about_check CHECK (about IN ('hold', 'release', 'plan_exit', 'withdraw', 'override', 'request', 'move'));

      -- Who changed beds with this press: one person, a family, or two who swap.
      CREATE TABLE bed_moves (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        kind text NOT NULL CHECK (kind IN ('transfer', 'swap')),
        night date NOT NULL,
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        undone_by uuid REFERENCES users (id),
        undone_at timestamptz,
        CHECK ((undone_at IS NULL) = (undone_by IS NULL))
      );
      CREATE TABLE bed_move_parts (
        move_id uuid NOT NULL REFERENCES bed_moves (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        from_booking uuid NOT NULL REFERENCES bookings (id),
        to_booking uuid NOT NULL UNIQUE REFERENCES bookings (id),
        PRIMARY KEY (move_id, case_id),
        CHECK (from_booking <> to_booking)
      );
      CREATE INDEX bed_move_parts_by_case ON bed_move_parts (case_id);
      CREATE INDEX bed_move_parts_by_old ON bed_move_parts (from_booking);
      ALTER TABLE bed_move_parts ENABLE ROW LEVEL SECURITY;
      ALTER TABLE bed_move_parts FORCE ROW LEVEL SECURITY;
      CREATE POLICY bed_move_parts_read ON bed_move_parts FOR SELECT TO mawa_app
        USING (${visible('bed_move_parts.case_id', 'facts')});
      CREATE POLICY bed_move_parts_for_the_gate ON bed_move_parts TO mawa_gate USING (true) WITH CHECK (true);
      ALTER TABLE bed_moves ENABLE ROW LEVEL SECURITY;
      ALTER TABLE bed_moves FORCE ROW LEVEL SECURITY;
      CREATE POLICY bed_moves_by_people ON bed_moves TO mawa_app
        USING (EXISTS (SELECT 1 FROM bed_move_parts p WHERE p.move_id = bed_moves.id));
      CREATE POLICY bed_moves_for_the_gate ON bed_moves TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON bed_moves, bed_move_parts TO mawa_app;
      GRANT UPDATE (undone_by, undone_at) ON bed_moves TO mawa_app;
      GRANT SELECT, INSERT ON bed_moves, bed_move_parts TO mawa_gate;

      -- Whereto somebody went, in the words of a list and its version.
      CREATE TABLE stay_exits (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        booking_id uuid NOT NULL REFERENCES bookings (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        left_on date NOT NULL,
        destination text CHECK (destination ~ '^[a-z_]{3,40}$'),
        list_version integer CHECK (list_version > 0),
        follow_up_on date CHECK (follow_up_on >= left_on),
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        undone_by uuid REFERENCES users (id),
        undone_at timestamptz,
        CHECK ((destination IS NULL) = (list_version IS NULL)),
        CHECK ((undone_at IS NULL) = (undone_by IS NULL))
      );
      CREATE UNIQUE INDEX stay_exits_once ON stay_exits (booking_id) WHERE undone_at IS NULL;
      CREATE INDEX stay_exits_by_case ON stay_exits (case_id);
      ALTER TABLE stay_exits ENABLE ROW LEVEL SECURITY;
      ALTER TABLE stay_exits FORCE ROW LEVEL SECURITY;
      ${twoRights('stay_exits', 'care')}
      DROP POLICY stay_exits_remove ON stay_exits;
      GRANT SELECT, INSERT, UPDATE (undone_by, undone_at) ON stay_exits TO mawa_app;
      CREATE POLICY stay_exits_for_figures ON stay_exits FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT (booking_id, case_id, left_on, destination, list_version, undone_at) ON stay_exits TO mawa_figures;

      -- What HUD calls a destination, and the range it counts in; a code of the programme's own has none there.
      CREATE TABLE exit_destination_codes (
        code text PRIMARY KEY CHECK (code ~ '^[a-z_]{3,40}$'),
        hud smallint,
        range text NOT NULL CHECK (range IN ('homeless', 'institutional', 'temporary', 'permanent', 'other')),
        CONSTRAINT exit_destination_in_its_range CHECK (hud IS NULL OR range = CASE hud / 100
          WHEN 1 THEN 'homeless' WHEN 2 THEN 'institutional' WHEN 3 THEN 'temporary' WHEN 4 THEN 'permanent' ELSE 'other' END)
      );
      GRANT SELECT ON exit_destination_codes TO mawa_app, mawa_figures;
      ${LISTS_2.find(({ name }) => name === 'exit_destinations')!
        .items.map(
          ({ code, hud, range }) =>
            `INSERT INTO exit_destination_codes (code, hud, range) VALUES ('${code}', ${hud ?? 'NULL'}, '${range}');`,
        )
        .join('\n      ')}
    `);
    await seedLists(
      queryRunner,
      LISTS_2.filter(({ name }) => name === 'exit_destinations'),
      60,
    );
    // A visit of a day is left like a stay: a house that noted it by mistake can take it back.
    await queryRunner.query(reword('access_follows_the_bed()', DAY_VISIT));
    await queryRunner.query(`
      GRANT SELECT ON booking_changes, bed_requests TO mawa_gate;
      GRANT INSERT ON bookings, booking_people, arrival_agreements TO mawa_gate;
      CREATE POLICY booking_people_moved_by_the_gate ON booking_people FOR INSERT TO mawa_gate WITH CHECK (true);
      CREATE POLICY arrival_agreements_moved_by_the_gate ON arrival_agreements FOR INSERT TO mawa_gate WITH CHECK (true);

      -- Opens the beds of those whose stay this actor has just closed, in this very transaction. Within one
      -- house whoever works there moves people; another house learns who they are only from one who holds the case.
      CREATE FUNCTION open_moved_stays(p_kind text, p_night date, p_parts jsonb) RETURNS uuid LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_move uuid; v_part record; v_old record; v_bed record;
      BEGIN
        INSERT INTO bed_moves (kind, night, by) VALUES (p_kind, p_night, mawa_actor()) RETURNING id INTO v_move;
        FOR v_part IN SELECT * FROM jsonb_to_recordset(p_parts)
             AS p (old_id uuid, new_id uuid, bed_id uuid, until date, sign text) LOOP
          SELECT k.id, k.shelter_id, k.checked_in_at, bp.case_id, bp.request_id INTO v_old
            FROM bookings k JOIN booking_people bp ON bp.booking_id = k.id
           WHERE k.id = v_part.old_id AND k.outcome = 'moved' AND k.state IN ('ended', 'void');
          SELECT b.shelter_id INTO v_bed FROM beds b WHERE b.id = v_part.bed_id;
          IF v_old.id IS NULL OR v_bed.shelter_id IS NULL OR NOT EXISTS (SELECT 1 FROM booking_changes h
               WHERE h.booking_id = v_old.id AND h.by = mawa_actor() AND h.at = mawa_now() AND h.reason = 'move_out')
             OR NOT (mawa_holds_fully(v_old.case_id) OR v_bed.shelter_id = v_old.shelter_id
               AND v_old.shelter_id = ANY (mawa_principals())) THEN
            RAISE EXCEPTION 'this actor may not move this person there' USING ERRCODE = '42501';
          END IF;
          INSERT INTO bookings (id, bed_id, shelter_id, nights, state, mix_sign, checked_in_at, created_by)
          VALUES (v_part.new_id, v_part.bed_id, v_bed.shelter_id, daterange(p_night, v_part.until), 'stay', v_part.sign,
            coalesce(v_old.checked_in_at, mawa_now()), mawa_actor());
          INSERT INTO arrival_agreements (booking_id, case_id, basis, reason, list_version, by)
          SELECT v_part.new_id, v_old.case_id, a.basis, a.reason, a.list_version, a.by FROM arrival_agreements a
           WHERE a.booking_id = v_old.id AND v_bed.shelter_id = v_old.shelter_id;
          IF NOT FOUND THEN
            INSERT INTO arrival_agreements (booking_id, case_id, basis, by)
            VALUES (v_part.new_id, v_old.case_id, 'holder', mawa_actor());
          END IF;
          INSERT INTO booking_people (booking_id, case_id, request_id, nights, state)
          VALUES (v_part.new_id, v_old.case_id, v_old.request_id, daterange(p_night, v_part.until), 'stay');
          INSERT INTO booking_changes (booking_id, to_state, by, reason) VALUES (v_part.new_id, 'stay', mawa_actor(), 'move_in');
          INSERT INTO bed_move_parts (move_id, case_id, from_booking, to_booking)
          VALUES (v_move, v_old.case_id, v_old.id, v_part.new_id);
          IF v_bed.shelter_id <> v_old.shelter_id AND mawa_restricted(v_old.case_id) THEN
            PERFORM mawa_must_name_a_manager(v_old.case_id);
          END IF;
        END LOOP;
        RETURN v_move;
      END $$;

      -- Somebody who was not there after all: nobody has to read that they came.
      CREATE FUNCTION arrival_taken_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
         WHERE kind IN ('person_arrived', 'arrival_review') AND subject_id = NEW.booking_id AND done_at IS NULL;
        RETURN NULL;
      END $$;
      CREATE TRIGGER arrival_taken_back AFTER UPDATE OF state ON booking_people FOR EACH ROW
        WHEN (OLD.state = 'stay' AND NEW.state = 'promised') EXECUTE FUNCTION arrival_taken_back();

      REVOKE EXECUTE ON FUNCTION open_moved_stays(text, date, jsonb), arrival_taken_back() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION open_moved_stays(text, date, jsonb) TO mawa_app;
      ALTER FUNCTION open_moved_stays(text, date, jsonb) OWNER TO mawa_gate;
      ALTER FUNCTION arrival_taken_back() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER arrival_taken_back ON booking_people;
      DROP FUNCTION arrival_taken_back, open_moved_stays;
      DROP POLICY arrival_agreements_moved_by_the_gate ON arrival_agreements;
      DROP POLICY booking_people_moved_by_the_gate ON booking_people;
      REVOKE INSERT ON bookings, booking_people, arrival_agreements FROM mawa_gate;
      REVOKE SELECT ON booking_changes, bed_requests FROM mawa_gate;
      GRANT SELECT (booking_id) ON booking_changes TO mawa_gate;
    `);
    await queryRunner.query(reword('access_follows_the_bed()', [DAY_VISIT[1], DAY_VISIT[0]]));
    await dropLists(queryRunner, ['exit_destinations']);
    await queryRunner.query(`
      DROP TABLE exit_destination_codes, stay_exits, bed_move_parts, bed_moves;
      ALTER TABLE bookings NO FORCE ROW LEVEL SECURITY;
      UPDATE bookings SET outcome = 'cancelled' WHERE outcome = 'undone';
      ALTER TABLE bookings FORCE ROW LEVEL SECURITY;
      ALTER TABLE bed_notes NO FORCE ROW LEVEL SECURITY;
      DELETE FROM bed_notes WHERE about = 'move';
      ALTER TABLE bed_notes FORCE ROW LEVEL SECURITY;
      UPDATE booking_changes SET reason = NULL WHERE reason IN (${NEW_STEPS});
    `);
    await queryRunner.query(`
      ALTER TABLE bed_notes DROP CONSTRAINT bed_notes_about_check;
      ALTER TABLE bed_notes ADD CONSTRAINT bed_notes_about_check CHECK (about IN ('hold', 'release', 'plan_exit', 'withdraw', 'override', 'request'));
      ALTER TABLE bookings DROP CONSTRAINT bookings_outcome_check;
      ALTER TABLE bookings ADD CONSTRAINT bookings_outcome_check CHECK (outcome IN (${OUTCOMES}));
      ALTER TABLE booking_changes DROP CONSTRAINT booking_changes_reason_is_a_step;
      ALTER TABLE booking_changes ADD CONSTRAINT booking_changes_reason_is_a_step CHECK (reason IN (${STEPS}));
      ALTER TABLE booking_changes DROP COLUMN nights_before;
      DELETE FROM settings WHERE key IN ('undo_days', 'exit_follow_up_days');
    `);
  }
}
