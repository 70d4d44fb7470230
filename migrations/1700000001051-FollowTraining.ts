import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TRAINING_TRANSITIONS } from './data/training-transitions-1';
import { caseTable, twoRights } from './support';

const TABLES = [
  'training_orientations',
  'training_choices',
  'training_enrolments',
  'training_steps',
  'training_attendance',
  'training_assessments',
] as const;
const SEALED = [
  'training_orientations',
  'training_choices',
  'training_steps',
  'training_assessments',
];
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const DAY = `on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01')`;
const CODES = (column: string, most: number) =>
  `${column} text[] NOT NULL DEFAULT '{}' CHECK (cardinality(${column}) <= ${most})`;
const OF_ENROLMENT =
  'FOREIGN KEY (enrolment_id, case_id) REFERENCES training_enrolments (id, case_id) ON UPDATE CASCADE';
/** In these a person holds a place of the session. */
const HOLDS = `('applied', 'offered', 'admitted', 'started', 'completed', 'certified')`;

const FUNCTIONS = [
  'training_free_seat(uuid)',
  'training_step_moves()',
  'training_step_follows()',
  'training_offer_next(uuid)',
  'training_mark_is_lawful()',
  'training_lapse(date)',
  'training_ends_with_the_case()',
  'training_follows_erasure()',
] as const;
/** What the application asks across files: numbers alone. */
const COUNTS = [
  'training_standing(uuid[])',
  'training_turn(uuid)',
  'training_on_register(uuid, date)',
] as const;

/**
 * The way of a person through training. A place is a row of the session that one enrolment alone can hold,
 * so that the eleventh for ten waits whoever clicks first; where one becomes free the first in line is
 * offered it by the same statement. States are moved by rows; attendance is corrected by a new row.
 */
export class FollowTraining1700000001051 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.tables(queryRunner);
    await this.gate(queryRunner);
    for (const [place, row] of TRAINING_TRANSITIONS.entries()) {
      await queryRunner.query('INSERT INTO training_transitions VALUES ($1, $2, $3)', [
        ...row,
        place,
      ]);
    }
  }

  private async tables(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE training_transitions (
        from_state text NOT NULL,
        to_state text NOT NULL,
        place smallint NOT NULL,
        PRIMARY KEY (from_state, to_state)
      );
      GRANT SELECT ON training_transitions TO mawa_app, mawa_gate;

      CREATE TABLE training_orientations (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        ${DAY},
        -- Each list in the version in which its codes were chosen.
        ${CODES('interests', 11)},
        fields_version integer NOT NULL CHECK (fields_version >= 1),
        -- Null: not known.
        schooling text CHECK (schooling ~ '^[0-9a-z_]{1,20}$'),
        levels_version integer NOT NULL CHECK (levels_version >= 1),
        ${CODES('languages', 12)},
        ${CODES('experience', 10)},
        occupations_version integer NOT NULL CHECK (occupations_version >= 1),
        ${CODES('needs', 8)},
        CONSTRAINT training_orientations_needs CHECK (needs <@ ARRAY['child_care', 'no_evening', 'light_work', 'step_free', 'hearing', 'sight', 'easy_language']),
        -- Regions to which this person does not go.
        ${CODES('avoids', 12)},
        note bytea,
        ${WRITTEN},
        CONSTRAINT training_orientations_of_a_case UNIQUE (id, case_id)
      );
      CREATE INDEX training_orientations_by_case ON training_orientations (case_id, place);

      CREATE TABLE training_choices (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        orientation_id uuid NOT NULL,
        ${DAY},
        choice text NOT NULL CHECK (choice IN ('session', 'later', 'none')),
        session_id uuid REFERENCES training_sessions (id),
        note bytea,
        ${WRITTEN},
        CONSTRAINT training_choices_of_a_session CHECK ((choice = 'session') = (session_id IS NOT NULL)),
        FOREIGN KEY (orientation_id, case_id) REFERENCES training_orientations (id, case_id) ON UPDATE CASCADE
      );
      CREATE INDEX training_choices_by_case ON training_choices (case_id, place);

      CREATE TABLE training_enrolments (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        session_id uuid NOT NULL REFERENCES training_sessions (id),
        state text NOT NULL DEFAULT 'new',
        seat smallint,
        -- The last day on which the offered place is kept.
        offer_until date,
        officer_id uuid NOT NULL REFERENCES users (id),
        ${WRITTEN},
        CONSTRAINT training_enrolments_of_a_case UNIQUE (id, case_id),
        CONSTRAINT training_enrolments_of_a_session UNIQUE (id, case_id, session_id),
        CONSTRAINT training_seats_are_there FOREIGN KEY (session_id, seat) REFERENCES training_seats (session_id, seat),
        CONSTRAINT training_seats_held_once UNIQUE (session_id, seat),
        CONSTRAINT training_enrolments_hold_their_seat CHECK ((seat IS NOT NULL) = (state IN ${HOLDS})),
        CONSTRAINT training_enrolments_offered_until CHECK ((state = 'offered') = (offer_until IS NOT NULL))
      );
      CREATE UNIQUE INDEX training_enrolments_once ON training_enrolments (case_id, session_id)
        WHERE state NOT IN ('withdrawn', 'dropped_out');
      CREATE INDEX training_enrolments_by_case ON training_enrolments (case_id);
      CREATE INDEX training_enrolments_in_line ON training_enrolments (session_id, place) WHERE state = 'waiting';
      CREATE INDEX training_enrolments_offered ON training_enrolments (offer_until) WHERE state = 'offered';

      CREATE TABLE training_steps (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        from_state text NOT NULL,
        to_state text NOT NULL,
        ${DAY},
        reason text CHECK (reason ~ '^[a-z0-9_]{2,60}$'),
        list_version integer CHECK (list_version >= 1),
        -- The place that it is about.
        seat smallint,
        note bytea,
        ${WRITTEN},
        ${OF_ENROLMENT},
        CONSTRAINT training_steps_end_with_a_reason CHECK ((to_state IN ('withdrawn', 'dropped_out')) = (reason IS NOT NULL)
          AND (to_state = 'dropped_out') = (list_version IS NOT NULL)
          AND (to_state <> 'withdrawn' OR reason IN ('declined', 'no_answer', 'changed_mind', 'other_way', 'case_closed')))
      );
      CREATE INDEX training_steps_by_enrolment ON training_steps (enrolment_id, place);
      CREATE INDEX training_steps_by_case ON training_steps (case_id);

      CREATE TABLE training_attendance (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        session_id uuid NOT NULL,
        on_day date NOT NULL,
        mark text NOT NULL CHECK (mark IN ('present', 'absent', 'excused')),
        ${WRITTEN},
        FOREIGN KEY (enrolment_id, case_id, session_id) REFERENCES training_enrolments (id, case_id, session_id) ON UPDATE CASCADE,
        CONSTRAINT training_attendance_on_a_day_of_the_session FOREIGN KEY (session_id, on_day) REFERENCES training_days (session_id, on_day)
      );
      -- The last row of a day counts.
      CREATE INDEX training_attendance_by_enrolment ON training_attendance (enrolment_id, on_day, place);
      CREATE INDEX training_attendance_by_case ON training_attendance (case_id);

      CREATE TABLE training_assessments (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        ${DAY},
        result text NOT NULL CHECK (result IN ('passed', 'partly', 'not_yet')),
        score numeric(5,2) CHECK (score BETWEEN 0 AND 100),
        note bytea,
        ${WRITTEN},
        ${OF_ENROLMENT}
      );
      CREATE INDEX training_assessments_by_enrolment ON training_assessments (enrolment_id, place);
      CREATE INDEX training_assessments_by_case ON training_assessments (case_id);

      ${TABLES.map((table) => caseTable(table, 'care') + twoRights(table, 'care')).join('')}
      ${TABLES.map(
        (table) => `
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app, mawa_gate;`,
      ).join('')}
      ${['training_orientations', 'training_enrolments']
        .map(
          (table) => `
      CREATE TRIGGER ${table}_take_no_more BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();`,
        )
        .join('')}
      GRANT INSERT (id, case_id, on_day, interests, fields_version, schooling, levels_version, languages, experience, occupations_version,
        needs, avoids, note) ON training_orientations TO mawa_app;
      GRANT INSERT (id, case_id, orientation_id, on_day, choice, session_id, note) ON training_choices TO mawa_app;
      GRANT INSERT (id, case_id, session_id, officer_id) ON training_enrolments TO mawa_app;
      GRANT INSERT (id, case_id, enrolment_id, from_state, to_state, on_day, reason, list_version, note) ON training_steps TO mawa_app, mawa_gate;
      GRANT INSERT (id, case_id, enrolment_id, session_id, on_day, mark) ON training_attendance TO mawa_app;
      GRANT INSERT (id, case_id, enrolment_id, on_day, result, score, note) ON training_assessments TO mawa_app;
      GRANT UPDATE (state, seat, offer_until) ON training_enrolments TO mawa_gate;
      GRANT UPDATE (note) ON ${SEALED.join(', ')} TO mawa_gate;
    `);
  }

  private async gate(queryRunner: QueryRunner): Promise<void> {
    const refuse = (words: string, constraint: string) =>
      `RAISE EXCEPTION '${words}' USING ERRCODE = '23514', CONSTRAINT = '${constraint}'`;
    const definer = (name: string, returns: string, body: string, kind = 'plpgsql') => `
      CREATE FUNCTION ${name} RETURNS ${returns} LANGUAGE ${kind} SECURITY DEFINER SET search_path = public, pg_temp AS $$${body}$$;`;
    await queryRunner.query(`
      ${definer(
        'training_free_seat(p_session uuid)',
        'smallint',
        `
        SELECT min(s.seat) FROM training_seats s WHERE s.session_id = p_session
           AND NOT EXISTS (SELECT 1 FROM training_enrolments e WHERE e.session_id = p_session AND e.seat = s.seat) `,
        'sql',
      )}

      ${definer(
        'training_step_moves()',
        'trigger',
        `
      DECLARE v training_enrolments; v_session training_sessions; v_seat smallint;
      BEGIN
        -- Whoever wants a place of a session waits for who was before.
        SELECT s.* INTO v_session FROM training_sessions s WHERE s.id = (SELECT e.session_id FROM training_enrolments e
          WHERE e.id = NEW.enrolment_id AND e.case_id = NEW.case_id) FOR NO KEY UPDATE;
        SELECT * INTO v FROM training_enrolments WHERE id = NEW.enrolment_id AND case_id = NEW.case_id FOR NO KEY UPDATE;
        IF NEW.from_state = 'new' AND NEW.to_state = 'applied' AND (training_free_seat(v.session_id) IS NULL
             OR EXISTS (SELECT 1 FROM training_enrolments e WHERE e.session_id = v.session_id AND e.state = 'waiting')) THEN
          NEW.to_state := 'waiting';
        END IF;
        IF v.state IS DISTINCT FROM NEW.from_state THEN ${refuse('it stands elsewhere by now', 'training_step_follows')}; END IF;
        IF NOT EXISTS (SELECT 1 FROM training_transitions t WHERE t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
          ${refuse('no legal step', 'training_step_is_legal')};
        END IF;
        IF NEW.on_day > mawa_day(mawa_now()) THEN ${refuse('a step that has not happened', 'training_step_has_happened')}; END IF;
        IF NEW.on_day < (SELECT max(s.on_day) FROM training_steps s WHERE s.enrolment_id = NEW.enrolment_id) THEN
          ${refuse('a step before the last one', 'training_step_in_order')};
        END IF;
        -- Whoever was there later than that day had not left: the register is put right first.
        IF NEW.to_state IN ('completed', 'dropped_out') AND EXISTS (SELECT 1 FROM (SELECT DISTINCT ON (a.on_day) a.mark
             FROM training_attendance a WHERE a.enrolment_id = NEW.enrolment_id AND a.on_day > NEW.on_day
            ORDER BY a.on_day, a.place DESC) l WHERE l.mark <> 'absent') THEN
          ${refuse('there on a later day', 'training_step_after_the_register')};
        END IF;
        IF NEW.from_state = 'new' AND NEW.on_day > v_session.ends_on THEN ${refuse('the session is over', 'training_session_is_over')}; END IF;
        IF NEW.from_state = 'new' AND mawa_closed_on(NEW.case_id) IS NOT NULL THEN ${refuse('this case is closed', 'training_of_an_open_case')}; END IF;
        IF NEW.to_state = 'started' AND NEW.on_day NOT BETWEEN v_session.starts_on AND v_session.ends_on THEN
          ${refuse('not a day of the session', 'training_starts_within_the_session')};
        END IF;
        IF NEW.to_state = 'completed' AND NOT EXISTS (SELECT 1 FROM training_attendance a
             WHERE a.enrolment_id = v.id AND a.mark = 'present' AND NOT EXISTS (SELECT 1 FROM training_attendance b
               WHERE b.enrolment_id = a.enrolment_id AND b.on_day = a.on_day AND b.place > a.place)) THEN
          ${refuse('never there', 'training_completes_who_was_there')};
        END IF;
        IF NEW.to_state = 'certified' AND (SELECT a.result FROM training_assessments a
             WHERE a.enrolment_id = v.id ORDER BY a.place DESC LIMIT 1) IS DISTINCT FROM 'passed' THEN
          ${refuse('not passed', 'training_certifies_who_passed')};
        END IF;
        IF NEW.to_state = 'offered' AND EXISTS (SELECT 1 FROM training_enrolments e
             WHERE e.session_id = v.session_id AND e.state = 'waiting' AND e.place < v.place) THEN
          ${refuse('somebody waits longer', 'training_offers_in_turn')};
        END IF;
        IF NEW.to_state IN ${HOLDS} THEN
          v_seat := coalesce(v.seat, training_free_seat(v.session_id));
          IF v_seat IS NULL THEN ${refuse('no place', 'training_has_a_place')}; END IF;
        END IF;
        NEW.seat := coalesce(v_seat, v.seat);
        UPDATE training_enrolments SET state = NEW.to_state, seat = v_seat,
            offer_until = CASE NEW.to_state WHEN 'offered' THEN mawa_day(mawa_now()) + (mawa_setting('training_offer_days'))::text::int END
         WHERE id = v.id;
        RETURN NEW;
      END `,
      )}

      ${definer(
        'training_offer_next(p_session uuid)',
        'void',
        `
      DECLARE v training_enrolments; v_today date := mawa_day(mawa_now());
      BEGIN
        WHILE training_free_seat(p_session) IS NOT NULL AND EXISTS (SELECT 1 FROM training_sessions s
          WHERE s.id = p_session AND v_today <= least(s.ends_on, s.starts_on + (mawa_setting('training_join_days'))::text::int))
        LOOP
          SELECT * INTO v FROM training_enrolments WHERE session_id = p_session AND state = 'waiting' ORDER BY place LIMIT 1;
          EXIT WHEN NOT FOUND;
          INSERT INTO training_steps (id, case_id, enrolment_id, from_state, to_state, on_day)
          VALUES (gen_random_uuid(), v.case_id, v.id, 'waiting', 'offered', v_today);
        END LOOP;
      END `,
      )}

      ${definer(
        'training_step_follows()',
        'trigger',
        `
      DECLARE v training_enrolments;
      BEGIN
        SELECT * INTO v FROM training_enrolments WHERE id = NEW.enrolment_id;
        IF NEW.from_state = 'offered' THEN
          UPDATE tasks SET done_at = mawa_now(), done_by = mawa_somebody() WHERE kind = 'training_offer' AND subject_id = v.id AND done_at IS NULL;
        END IF;
        IF NEW.to_state = 'offered' THEN
          PERFORM open_task('training_offer', v.case_id, v.id, NULL, v.officer_id, mawa_now() + make_interval(days => (mawa_setting('training_offer_days'))::text::int));
        END IF;
        IF NEW.from_state IN ${HOLDS} AND NEW.to_state NOT IN ${HOLDS} THEN PERFORM training_offer_next(v.session_id); END IF;
        RETURN NULL;
      END `,
      )}
      CREATE TRIGGER training_steps_move BEFORE INSERT ON training_steps FOR EACH ROW EXECUTE FUNCTION training_step_moves();
      CREATE TRIGGER training_steps_lead_on AFTER INSERT ON training_steps FOR EACH ROW EXECUTE FUNCTION training_step_follows();

      CREATE FUNCTION training_enrolment_has_begun() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM training_steps s WHERE s.enrolment_id = NEW.id) THEN
          ${refuse('it has no first step', 'training_enrolment_has_begun')};
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER training_enrolments_have_begun AFTER INSERT ON training_enrolments DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION training_enrolment_has_begun();

      ${definer(
        'training_mark_is_lawful()',
        'trigger',
        `
      DECLARE v_from date; v_until date;
      BEGIN
        -- Two registers of one day wait for each other, person by person.
        PERFORM 1 FROM training_enrolments WHERE id = NEW.enrolment_id AND case_id = NEW.case_id FOR NO KEY UPDATE;
        IF NEW.on_day > mawa_day(mawa_now()) THEN ${refuse('a day to come', 'training_mark_has_happened')}; END IF;
        SELECT min(s.on_day) FILTER (WHERE s.to_state = 'started'), min(s.on_day) FILTER (WHERE s.to_state IN ('completed', 'dropped_out'))
          INTO v_from, v_until FROM training_steps s WHERE s.enrolment_id = NEW.enrolment_id;
        IF v_from IS NULL OR NEW.on_day < v_from OR NEW.on_day > v_until THEN
          ${refuse('not in this session on that day', 'training_mark_of_who_attends')};
        END IF;
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER training_attendance_is_lawful BEFORE INSERT ON training_attendance FOR EACH ROW EXECUTE FUNCTION training_mark_is_lawful();

      -- What nobody answered in time goes to the next.
      ${definer(
        'training_lapse(p_today date)',
        'integer',
        `
      DECLARE v training_enrolments; v_count integer := 0;
      BEGIN
        IF NOT mawa_is_system() THEN RAISE EXCEPTION 'not for this actor' USING ERRCODE = '42501'; END IF;
        FOR v IN SELECT * FROM training_enrolments WHERE state = 'offered' AND offer_until < p_today ORDER BY session_id, place LOOP
          INSERT INTO training_steps (id, case_id, enrolment_id, from_state, to_state, on_day, reason)
          VALUES (gen_random_uuid(), v.case_id, v.id, 'offered', 'withdrawn', p_today, 'no_answer');
          v_count := v_count + 1;
        END LOOP;
        RETURN v_count;
      END `,
      )}

      ${definer(
        'training_ends_with_the_case()',
        'trigger',
        `
      DECLARE v training_enrolments;
      BEGIN
        FOR v IN SELECT * FROM training_enrolments WHERE case_id IN (SELECT mawa_files(NEW.case_id))
             AND state IN ('applied', 'waiting', 'offered', 'admitted') ORDER BY session_id, place LOOP
          INSERT INTO training_steps (id, case_id, enrolment_id, from_state, to_state, on_day, reason)
          VALUES (gen_random_uuid(), v.case_id, v.id, v.state, 'withdrawn', mawa_day(mawa_now()), 'case_closed');
        END LOOP;
        RETURN NULL;
      END `,
      )}
      CREATE TRIGGER training_ends_with_the_case AFTER INSERT ON stage_changes FOR EACH ROW
        WHEN (NEW.to_stage = 'closed') EXECUTE FUNCTION training_ends_with_the_case();

      ${definer(
        'training_follows_erasure()',
        'trigger',
        `
      BEGIN
        ${SEALED.map((table) => `UPDATE ${table} SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;`).join('\n        ')}
        RETURN NEW;
      END `,
      )}
      CREATE TRIGGER training_follows_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION training_follows_erasure();

      -- Numbers across files: places and the line, never who.
      CREATE FUNCTION training_standing(p_sessions uuid[]) RETURNS TABLE (session_id uuid, taken integer, waiting integer)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT s.id, count(e.seat)::int, count(e.id) FILTER (WHERE e.state = 'waiting')::int
          FROM unnest(p_sessions) s (id) LEFT JOIN training_enrolments e ON e.session_id = s.id GROUP BY s.id $$;
      CREATE FUNCTION training_turn(p_enrolment uuid) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT count(*)::int FROM training_enrolments e JOIN training_enrolments o ON o.session_id = e.session_id
           AND o.state = 'waiting' AND o.place <= e.place
         WHERE e.id = p_enrolment AND e.state = 'waiting' $$;
      CREATE FUNCTION training_on_register(p_session uuid, p_day date) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT count(*)::int FROM training_enrolments e
         WHERE e.session_id = p_session AND EXISTS (SELECT 1 FROM training_steps s WHERE s.enrolment_id = e.id
             AND s.to_state = 'started' AND s.on_day <= p_day)
           AND NOT EXISTS (SELECT 1 FROM training_steps s WHERE s.enrolment_id = e.id
             AND s.to_state IN ('completed', 'dropped_out') AND s.on_day < p_day) $$;
      ${[...FUNCTIONS, ...COUNTS]
        .map(
          (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;`,
        )
        .join('')}
      GRANT EXECUTE ON FUNCTION ${COUNTS.join(', ')}, training_lapse(date) TO mawa_app;
      ${[...FUNCTIONS, ...COUNTS]
        .map(
          (one) => `
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
        )
        .join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER training_follows_erasure ON cases;
      DROP TRIGGER training_ends_with_the_case ON stage_changes;
      DELETE FROM tasks WHERE kind = 'training_offer';
      DROP FUNCTION training_standing, training_turn, training_on_register, training_lapse;
      DROP TABLE ${TABLES.toReversed().join(', ')} CASCADE;
      DROP TABLE training_transitions;
      DROP FUNCTION training_step_moves, training_step_follows, training_offer_next, training_free_seat, training_mark_is_lawful,
        training_enrolment_has_begun, training_ends_with_the_case, training_follows_erasure;
    `);
  }
}
