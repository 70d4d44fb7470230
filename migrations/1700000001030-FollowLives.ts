import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, reword, twoRights } from './support';

const OF_TRACK =
  'FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE';
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const DAY = (column: string) =>
  `${column} date NOT NULL CHECK (${column} BETWEEN '2000-01-01' AND '2100-01-01')`;
const FELT = (column: string) =>
  `${column} text CHECK (${column} IN ('well', 'some', 'bad', 'not_told'))`;

/** Days of a track's steps `s`, and the day from which the life after is counted: of arriving, or of leaving the shelter. */
const DAYS = `max(s.on_day) FILTER (WHERE s.to_state = 'arrived') AS arrived_on,
                   max(s.on_day) FILTER (WHERE s.to_state = 'reintegrating') AS begun_on,
                   max(s.on_day) FILTER (WHERE s.to_state IN ('withdrawn', 'stopped')) AS ended_on`;
const BASE = `CASE WHEN t.door <> 'home' THEN s.arrived_on WHEN s.begun_on IS NOT NULL THEN t.left_on END`;

const BEFORE = `            WHEN 'year' THEN`;
const OUTCOME = `            WHEN 'outcome' THEN EXISTS (SELECT 1 FROM return_outcomes o WHERE o.track_id = p_track AND o.decided_on <= p_on)
${BEFORE}`;

/** The one function that says what is missing. */
const UNMET = 'return_unmet(uuid, text, date)';

/**
 * The year after: when somebody is asked how they are, whether they were reached, and what became of them.
 * Nobody who cannot be reached leaves the denominator: what was due stands in `return_due`, whatever was done.
 */
export class FollowLives1700000001030 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.calendar(queryRunner);
    await this.tables(queryRunner);
    await this.gate(queryRunner);
    await queryRunner.query(`
      INSERT INTO return_needs (door, from_state, to_state, need, place) VALUES
        ('return', 'reintegrating', 'completed', 'outcome', 2), ('home', 'reintegrating', 'completed', 'outcome', 2);
      ${reword(UNMET, BEFORE, OUTCOME)}
    `);
  }

  private async calendar(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- A calendar holds for whoever arrived, or left the shelter, from its day on; the later one does not touch them.
      CREATE TABLE return_marks (
        valid_from date NOT NULL,
        months smallint NOT NULL CHECK (months BETWEEN 1 AND 60),
        days_before smallint NOT NULL CHECK (days_before BETWEEN 0 AND 90),
        days_after smallint NOT NULL CHECK (days_after BETWEEN 0 AND 90),
        mode text NOT NULL CHECK (mode IN ('visit', 'call', 'office', 'partner')),
        source text NOT NULL,
        PRIMARY KEY (valid_from, months)
      );
      INSERT INTO return_marks (valid_from, months, days_before, days_after, mode, source) VALUES
        ('2000-01-01', 1, 7, 14, 'visit', 'programme rule, after common practice (not a standard)'),
        ('2000-01-01', 3, 14, 21, 'visit', 'programme rule, after common practice (not a standard)'),
        ('2000-01-01', 6, 14, 30, 'call', 'programme rule, after common practice (not a standard)'),
        ('2000-01-01', 12, 30, 30, 'visit', 'programme rule, after common practice (not a standard)');
      GRANT SELECT ON return_marks TO mawa_app, mawa_gate, mawa_figures;

      CREATE VIEW return_bases WITH (security_invoker = true) AS
        SELECT t.id AS track_id, t.case_id, t.door, t.country, t.region, t.state, b.base, s.ended_on
          FROM return_tracks t CROSS JOIN LATERAL (SELECT ${DAYS} FROM return_steps s WHERE s.track_id = t.id) s
         CROSS JOIN LATERAL (SELECT ${BASE} AS base) b WHERE b.base IS NOT NULL;

      -- The same over everybody at once, for figures: the steps are read in one go, and the planner is told of many rows.
      CREATE FUNCTION return_cohort(p_from date, p_until date)
        RETURNS TABLE (track_id uuid, person uuid, door text, country text, region text, base date, ended_on date)
        LANGUAGE plpgsql STABLE ROWS 5000 AS $$
      BEGIN
        RETURN QUERY SELECT t.id, coalesce(m.person_id, t.case_id), t.door, t.country, t.region, b.base, s.ended_on
          FROM return_tracks t JOIN (SELECT s.track_id, ${DAYS} FROM return_steps s GROUP BY s.track_id) s ON s.track_id = t.id
         CROSS JOIN LATERAL (SELECT ${BASE} AS base) b
          LEFT JOIN mawa_merged(p_until) m ON m.case_id = t.case_id
         WHERE b.base >= p_from AND b.base < p_until;
      END $$;

      -- Every follow-up that is or will be due. Whoever withdrew is asked no more from that day on.
      CREATE VIEW return_due WITH (security_invoker = true) AS
        SELECT b.track_id, b.case_id, b.door, b.country, b.region, b.state, b.base, m.months, m.mode, d.due_on,
               d.due_on - m.days_before AS opens_on, d.due_on + m.days_after AS closes_on
          FROM return_bases b
          JOIN return_marks m ON m.valid_from = (SELECT max(k.valid_from) FROM return_marks k WHERE k.valid_from <= b.base)
          CROSS JOIN LATERAL (SELECT (b.base + make_interval(months => m.months))::date AS due_on) d
         WHERE b.ended_on IS NULL OR d.due_on <= b.ended_on;
      GRANT SELECT ON return_bases, return_due TO mawa_app, mawa_gate, mawa_figures;
    `);
  }

  private async tables(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE return_follow_ups (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        -- Of the calendar: one month after, three, …
        months smallint NOT NULL,
        ${DAY('tried_on')},
        mode text NOT NULL CHECK (mode IN ('visit', 'call', 'office', 'partner')),
        outcome text NOT NULL CHECK (outcome IN ('reached', 'not_reached', 'refused', 'unsafe')),
        why text CHECK (why IN ('no_answer', 'moved', 'number_changed', 'no_way_there', 'nobody_free')),
        next_on date CHECK (next_on <= '2100-01-01'),
        ${FELT('economic')},
        ${FELT('social')},
        ${FELT('psychosocial')},
        supports text[] CHECK (cardinality(supports) <= 10),
        -- Whether the person lives elsewhere by now, and whether they had to.
        moved text CHECK (moved IN ('no', 'by_choice', 'by_need', 'not_told')),
        retrafficked text CHECK (retrafficked IN ('no_sign', 'suspected', 'confirmed', 'not_told')),
        in_danger text CHECK (in_danger IN ('no', 'yes', 'not_told')),
        -- When the form was filled in, where it waited for a connection, and the id that it was born with: sent
        -- again after weeks, it is found by it.
        kept_at timestamptz,
        kept_id text CHECK (length(kept_id) BETWEEN 8 AND 100),
        note bytea,
        ${WRITTEN},
        ${OF_TRACK},
        CONSTRAINT return_follow_ups_say_why CHECK ((outcome = 'not_reached') = (why IS NOT NULL)),
        CONSTRAINT return_follow_ups_next CHECK (next_on IS NULL OR (outcome = 'not_reached' AND next_on > tried_on)),
        CONSTRAINT return_follow_ups_are_told CHECK (CASE WHEN outcome = 'reached'
          THEN num_nulls(economic, social, psychosocial, supports, moved, retrafficked, in_danger) = 0
          ELSE num_nonnulls(economic, social, psychosocial, supports, moved, retrafficked, in_danger) = 0 END)
      );
      CREATE UNIQUE INDEX return_follow_ups_reached_once ON return_follow_ups (track_id, months) WHERE outcome = 'reached';
      CREATE UNIQUE INDEX return_follow_ups_kept_once ON return_follow_ups (by, kept_id);
      CREATE INDEX return_follow_ups_by_track ON return_follow_ups (track_id, months, place);
      CREATE INDEX return_follow_ups_by_case ON return_follow_ups (case_id);

      CREATE TABLE return_satisfactions (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        ${DAY('given_on')},
        -- 5 very satisfied … 1 very dissatisfied; null where it does not apply.
        ${[
          'repatriation',
          'counselling',
          'economic',
          'social',
          'community',
          'overall',
          'expectation',
        ]
          .map((one) => `${one} smallint CHECK (${one} BETWEEN 1 AND 5)`)
          .join(',\n        ')},
        -- A plain sum of seven, 7 to 35; no sum where one is missing.
        total smallint GENERATED ALWAYS AS (repatriation + counselling + economic + social + community + overall + expectation) STORED,
        ${WRITTEN},
        ${OF_TRACK},
        CONSTRAINT return_satisfactions_say_something CHECK (num_nonnulls(repatriation, counselling, economic, social, community, overall, expectation) > 0)
      );
      CREATE INDEX return_satisfactions_by_track ON return_satisfactions (track_id, place);
      CREATE INDEX return_satisfactions_by_case ON return_satisfactions (case_id);

      CREATE TABLE return_outcomes (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        ${DAY('decided_on')},
        outcome text NOT NULL CHECK (outcome IN ('sustained', 'at_risk', 'retrafficked', 'moved_by_choice', 'not_known')),
        -- What the written definition says of what is known.
        proposed text NOT NULL CHECK (proposed IN ('sustained', 'at_risk', 'retrafficked', 'moved_by_choice', 'not_known')),
        note bytea,
        ${WRITTEN},
        ${OF_TRACK}
      );
      CREATE INDEX return_outcomes_by_track ON return_outcomes (track_id, place);
      CREATE INDEX return_outcomes_by_case ON return_outcomes (case_id);

      ${(
        [
          ['return_follow_ups', 'story'],
          ['return_satisfactions', 'story'],
          ['return_outcomes', 'story'],
        ] as const
      )
        .map(
          ([table, part]) => `${caseTable(table, part)}${twoRights(table, part)}
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY ${table}_for_figures ON ${table} FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT ON ${table} TO mawa_app, mawa_gate;`,
        )
        .join('')}
      GRANT INSERT (id, case_id, track_id, months, tried_on, mode, outcome, why, next_on, economic, social, psychosocial, supports, moved,
        retrafficked, in_danger, kept_at, kept_id, note) ON return_follow_ups TO mawa_app;
      GRANT INSERT (id, case_id, track_id, given_on, repatriation, counselling, economic, social, community, overall, expectation)
        ON return_satisfactions TO mawa_app;
      GRANT INSERT (id, case_id, track_id, decided_on, outcome, proposed, note) ON return_outcomes TO mawa_app;
      GRANT UPDATE (note) ON return_follow_ups, return_outcomes TO mawa_gate;

      -- Coded facts for figures; no note, nobody's name.
      GRANT SELECT (id, case_id, door, country, region, state, opened_on, left_on) ON return_tracks TO mawa_figures;
      GRANT SELECT (track_id, from_state, to_state, on_day, place) ON return_steps TO mawa_figures;
      GRANT SELECT (case_id, track_id, months, tried_on, mode, outcome, place) ON return_follow_ups TO mawa_figures;
      GRANT SELECT (case_id, track_id, given_on, repatriation, counselling, economic, social, community, overall, expectation, total, place)
        ON return_satisfactions TO mawa_figures;
      GRANT SELECT (case_id, track_id, decided_on, outcome, place) ON return_outcomes TO mawa_figures;
      CREATE POLICY return_tracks_for_figures ON return_tracks FOR SELECT TO mawa_figures USING (true);
      CREATE POLICY return_steps_for_figures ON return_steps FOR SELECT TO mawa_figures USING (true);
    `);
  }

  private async gate(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- What is told of the time after: once there is one, of a day that has come, of a mark of this track's calendar.
      CREATE FUNCTION return_base(p_track uuid, p_case uuid) RETURNS date LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_base date;
      BEGIN
        PERFORM 1 FROM return_tracks WHERE id = p_track AND case_id = p_case FOR NO KEY UPDATE;
        SELECT b.base INTO v_base FROM return_bases b WHERE b.track_id = p_track AND b.case_id = p_case
           AND b.state IN ('arrived', 'reintegrating', 'completed');
        IF v_base IS NULL THEN
          RAISE EXCEPTION 'there is no time after yet' USING ERRCODE = '23514', CONSTRAINT = 'return_has_begun_anew';
        END IF;
        RETURN v_base;
      END $$;
      CREATE FUNCTION return_day_after(p_base date, p_day date) RETURNS void LANGUAGE plpgsql STABLE
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF p_day > mawa_day(mawa_now()) THEN
          RAISE EXCEPTION 'not happened yet' USING ERRCODE = '23514', CONSTRAINT = 'return_after_has_happened';
        END IF;
        IF p_day < p_base THEN
          RAISE EXCEPTION 'before the return' USING ERRCODE = '23514', CONSTRAINT = 'return_after_is_after';
        END IF;
      END $$;

      CREATE FUNCTION return_follow_up_is_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_opens date;
      BEGIN
        PERFORM return_day_after(return_base(NEW.track_id, NEW.case_id), NEW.tried_on);
        SELECT d.opens_on INTO v_opens FROM return_due d WHERE d.track_id = NEW.track_id AND d.months = NEW.months;
        IF v_opens IS NULL THEN
          RAISE EXCEPTION 'no such follow-up' USING ERRCODE = '23514', CONSTRAINT = 'return_follow_up_which';
        END IF;
        IF NEW.tried_on < v_opens THEN
          RAISE EXCEPTION 'its time has not come' USING ERRCODE = '23514', CONSTRAINT = 'return_follow_up_opens';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_follow_ups_are_due BEFORE INSERT ON return_follow_ups FOR EACH ROW EXECUTE FUNCTION return_follow_up_is_due();

      CREATE FUNCTION return_satisfaction_is_after() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM return_day_after(return_base(NEW.track_id, NEW.case_id), NEW.given_on);
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_satisfactions_are_after BEFORE INSERT ON return_satisfactions FOR EACH ROW EXECUTE FUNCTION return_satisfaction_is_after();

      CREATE FUNCTION return_outcome_is_known() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM return_day_after(return_base(NEW.track_id, NEW.case_id), NEW.decided_on);
        IF NEW.outcome <> NEW.proposed AND NEW.note IS NULL THEN
          RAISE EXCEPTION 'another one, and why' USING ERRCODE = '23514', CONSTRAINT = 'return_outcomes_say_why';
        END IF;
        -- Nobody is called safe early; that somebody was trafficked again is known on any day.
        IF NEW.outcome <> 'retrafficked' AND NEW.decided_on < (SELECT d.opens_on FROM return_due d
             WHERE d.track_id = NEW.track_id ORDER BY d.months DESC LIMIT 1) THEN
          RAISE EXCEPTION 'too early' USING ERRCODE = '23514', CONSTRAINT = 'return_outcome_in_time';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_outcomes_are_known BEFORE INSERT ON return_outcomes FOR EACH ROW EXECUTE FUNCTION return_outcome_is_known();

      CREATE FUNCTION return_lives_follow_erasure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE return_follow_ups SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
        UPDATE return_outcomes SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_lives_follow_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION return_lives_follow_erasure();
      ${[
        'return_base(uuid, uuid)',
        'return_follow_up_is_due()',
        'return_satisfaction_is_after()',
        'return_outcome_is_known()',
        'return_lives_follow_erasure()',
      ]
        .map(
          (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
        )
        .join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${reword(UNMET, OUTCOME, BEFORE)}
      DELETE FROM return_needs WHERE need = 'outcome';
      DROP TRIGGER return_lives_follow_erasure ON cases;
      DROP TABLE return_outcomes, return_satisfactions, return_follow_ups;
      DROP FUNCTION return_lives_follow_erasure, return_outcome_is_known, return_satisfaction_is_after, return_follow_up_is_due,
        return_day_after, return_base;
      DROP FUNCTION return_cohort;
      DROP VIEW return_due, return_bases;
      DROP TABLE return_marks;
      DROP POLICY return_tracks_for_figures ON return_tracks;
      DROP POLICY return_steps_for_figures ON return_steps;
      REVOKE SELECT (id, case_id, door, country, region, state, opened_on, left_on) ON return_tracks FROM mawa_figures;
      REVOKE SELECT (track_id, from_state, to_state, on_day, place) ON return_steps FROM mawa_figures;
    `);
  }
}
