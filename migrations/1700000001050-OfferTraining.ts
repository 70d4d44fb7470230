import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LISTS_TRAINING } from './data/lists-training-1';
import { dropLists, seedLists } from './data/seed-lists';

const DAY = (column: string) =>
  `${column} date NOT NULL CHECK (${column} BETWEEN '2000-01-01' AND '2100-01-01')`;
const MONEY = (column: string) =>
  `${column} numeric(10,2) NOT NULL CHECK (${column} BETWEEN 0 AND 1000000)`;
const CLOCK = (column: string) =>
  `${column} text NOT NULL CHECK (${column} ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$')`;
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()`;

/**
 * What can be learnt, with whom and when: courses of a provider under an agreement, and their sessions. A
 * session has its days and its places as rows: attendance is on one of its days, a place is one of its places.
 */
export class OfferTraining1700000001050 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await seedLists(queryRunner, LISTS_TRAINING, 120);
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('training_offer_days', '2020-01-01Z', '3', 'programme rule: days for which a place that became free is kept for the first in line'),
        ('training_join_days', '2020-01-01Z', '7', 'programme rule: days after the beginning of a session within which a free place is still offered'),
        ('training_absences_in_a_row', '2020-01-01Z', '2', 'programme rule: absences in a row that are a sign of leaving'),
        ('training_least_presence', '2020-01-01Z', '80', 'programme rule: share of days present, in hundredths, under which it is a sign of leaving');

      CREATE TABLE training_courses (
        id uuid PRIMARY KEY,
        provider_id uuid NOT NULL REFERENCES organisations (id),
        -- As the provider calls it: it stands on the certificate.
        title text NOT NULL CHECK (length(title) BETWEEN 3 AND 120),
        level text NOT NULL CHECK (level ~ '^[0-9a-z_]{1,20}$'),
        level_version integer NOT NULL CHECK (level_version >= 1),
        field text NOT NULL CHECK (field ~ '^[0-9a-z_]{1,20}$'),
        field_version integer NOT NULL CHECK (field_version >= 1),
        -- The schooling that it builds on.
        builds_on text CHECK (builds_on ~ '^[0-9a-z_]{1,20}$'),
        language text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
        ${MONEY('cost_per_place')},
        currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
        access text[] NOT NULL DEFAULT '{}' CHECK (access <@ ARRAY['step_free', 'hearing', 'sight', 'easy_language']),
        child_care text NOT NULL CHECK (child_care IN ('none', 'on_site', 'paid')),
        strenuous boolean NOT NULL,
        -- For a day: to whoever was present, or excused where the course pays that too; the way for the present alone.
        ${MONEY('stipend')},
        ${MONEY('transport')},
        pays_excused boolean NOT NULL,
        line_id uuid REFERENCES budget_lines (id),
        agreement text NOT NULL CHECK (length(agreement) BETWEEN 2 AND 80),
        ${DAY('agreed_from')},
        ${DAY('agreed_until')},
        ${WRITTEN},
        CONSTRAINT training_courses_agreed_for_some_time CHECK (agreed_until >= agreed_from),
        CONSTRAINT training_courses_pay_from_a_line CHECK (stipend + transport = 0 OR line_id IS NOT NULL)
      );
      CREATE INDEX training_courses_by_provider ON training_courses (provider_id);

      CREATE TABLE training_sessions (
        id uuid PRIMARY KEY,
        course_id uuid NOT NULL REFERENCES training_courses (id),
        ${DAY('starts_on')},
        ${DAY('ends_on')},
        -- Monday is 1.
        weekdays smallint[] NOT NULL CHECK (cardinality(weekdays) BETWEEN 1 AND 7 AND weekdays <@ ARRAY[1, 2, 3, 4, 5, 6, 7]::smallint[]),
        days_off date[] NOT NULL DEFAULT '{}' CHECK (cardinality(days_off) <= 200),
        ${CLOCK('starts_at')},
        ${CLOCK('ends_at')},
        places smallint NOT NULL CHECK (places BETWEEN 1 AND 500),
        region text NOT NULL CHECK (region ~ '^[0-9]{2}$'),
        ${WRITTEN},
        CONSTRAINT training_sessions_end_after_they_begin CHECK (ends_on >= starts_on AND ends_on <= starts_on + 1100 AND ends_at > starts_at)
      );
      CREATE INDEX training_sessions_by_course ON training_sessions (course_id);
      CREATE INDEX training_sessions_by_day ON training_sessions (starts_on, ends_on);

      CREATE TABLE training_days (
        session_id uuid NOT NULL REFERENCES training_sessions (id),
        on_day date NOT NULL,
        PRIMARY KEY (session_id, on_day)
      );
      CREATE TABLE training_seats (
        session_id uuid NOT NULL REFERENCES training_sessions (id),
        seat smallint NOT NULL,
        PRIMARY KEY (session_id, seat)
      );
      GRANT SELECT ON training_courses, training_sessions, training_days, training_seats TO mawa_app, mawa_gate, mawa_figures;
      GRANT INSERT (id, provider_id, title, level, level_version, field, field_version, builds_on, language, cost_per_place, currency, access,
        child_care, strenuous, stipend, transport, pays_excused, line_id, agreement, agreed_from, agreed_until) ON training_courses TO mawa_app;
      GRANT INSERT (id, course_id, starts_on, ends_on, weekdays, days_off, starts_at, ends_at, places, region) ON training_sessions TO mawa_app;
      GRANT INSERT ON training_days, training_seats TO mawa_gate;
      -- A right to lock its row, so that places are given one after the other.
      GRANT UPDATE (places) ON training_sessions TO mawa_gate;

      CREATE FUNCTION training_session_is_laid_out() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM training_courses c WHERE c.id = NEW.course_id
             AND NEW.starts_on >= c.agreed_from AND NEW.ends_on <= c.agreed_until) THEN
          RAISE EXCEPTION 'the agreement does not hold then' USING ERRCODE = '23514', CONSTRAINT = 'training_session_within_the_agreement';
        END IF;
        INSERT INTO training_days (session_id, on_day)
        SELECT NEW.id, d::date FROM generate_series(NEW.starts_on::timestamp, NEW.ends_on::timestamp, '1 day') d
         WHERE extract(isodow FROM d)::smallint = ANY (NEW.weekdays) AND d::date <> ALL (NEW.days_off);
        IF NOT FOUND THEN
          RAISE EXCEPTION 'a session without a day' USING ERRCODE = '23514', CONSTRAINT = 'training_session_has_days';
        END IF;
        INSERT INTO training_seats (session_id, seat) SELECT NEW.id, s FROM generate_series(1, NEW.places) s;
        RETURN NULL;
      END $$;
      CREATE TRIGGER training_sessions_are_laid_out AFTER INSERT ON training_sessions
        FOR EACH ROW EXECUTE FUNCTION training_session_is_laid_out();
      REVOKE EXECUTE ON FUNCTION training_session_is_laid_out() FROM PUBLIC;
      ALTER FUNCTION training_session_is_laid_out() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE training_seats, training_days, training_sessions, training_courses;
      DROP FUNCTION training_session_is_laid_out;
      DELETE FROM settings WHERE key LIKE 'training\\_%';
    `);
    await dropLists(
      queryRunner,
      LISTS_TRAINING.map(({ name }) => name),
    );
  }
}
