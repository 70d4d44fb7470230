import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CAPACITY_TRANSITIONS } from './data/capacity-transitions-1';
import { LISTS_CAPACITY } from './data/lists-capacity-1';
import { dropLists, seedLists } from './data/seed-lists';

const DAY = (column = 'on_day') =>
  `${column} date NOT NULL CHECK (${column} BETWEEN '2000-01-01' AND '2100-01-01')`;
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const CLOCK = (column: string) =>
  `${column} text NOT NULL CHECK (${column} ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$')`;
const TABLES = [
  'capacity_transitions',
  'capacity_indicators',
  'capacity_first_responders',
  'capacity_trainings',
  'capacity_steps',
  'capacity_days',
  'capacity_agenda',
] as const;

const refuse = (why: string, constraint: string): string =>
  `RAISE EXCEPTION '${why}' USING ERRCODE = '23514', CONSTRAINT = '${constraint}'`;

/**
 * Trainings of those who meet victims: what, with whom, on which days and for how long, moved by rows of steps.
 * Which topics count for which indicator, and who is a first responder, are rows as well.
 */
export class PlanCapacity1700000001220 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await seedLists(queryRunner, LISTS_CAPACITY, 180);
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('capacity_least_presence', '2020-01-01Z', '80', 'programme rule: share of the hours, in hundredths, from which a training of officials is completed');

      CREATE TABLE capacity_transitions (
        from_state text NOT NULL,
        to_state text NOT NULL,
        place smallint NOT NULL,
        PRIMARY KEY (from_state, to_state)
      );
      -- Topics of which one is enough, and whether first responders alone count.
      CREATE TABLE capacity_indicators (
        code text PRIMARY KEY,
        topics text[] NOT NULL CHECK (cardinality(topics) > 0),
        first_responders boolean NOT NULL,
        source text NOT NULL
      );
      INSERT INTO capacity_indicators (code, topics, first_responders, source) VALUES
        ('PS.5.1-28', '{identification}', true, 'US standard indicator PS.5.1-28: first responders trained on victim identification'),
        ('PS.5.3-15', '{prevention}', false, 'US standard indicator PS.5.3-15: people trained in the prevention of human trafficking');
      -- Codes of the list institution_kinds.
      CREATE TABLE capacity_first_responders (
        kind text PRIMARY KEY,
        source text NOT NULL
      );
      INSERT INTO capacity_first_responders (kind, source)
      SELECT k, 'programme rule, to be confirmed with the donor: those who may meet a victim first'
        FROM unnest(ARRAY['police', 'gendarmerie', 'labour_inspection', 'health', 'social', 'border_customs', 'civil_society']) k;

      CREATE TABLE capacity_trainings (
        id uuid PRIMARY KEY,
        title text NOT NULL CHECK (length(title) BETWEEN 3 AND 160),
        topics text[] NOT NULL CHECK (cardinality(topics) BETWEEN 1 AND 10),
        list_version integer NOT NULL CHECK (list_version >= 1),
        -- Kinds of institutions that are asked; codes of institution_kinds.
        audience text[] NOT NULL DEFAULT '{}' CHECK (cardinality(audience) <= 20),
        language text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
        mode text NOT NULL CHECK (mode IN ('in_person', 'remote', 'mixed')),
        region text CHECK (region ~ '^[0-9]{2}$'),
        organiser_id uuid NOT NULL REFERENCES organisations (id),
        -- Who teaches, under a key of the training.
        trainers bytea,
        ${DAY('first_day')},
        ${DAY('last_day')},
        places smallint NOT NULL CHECK (places BETWEEN 1 AND 1000),
        line_id uuid REFERENCES budget_lines (id),
        -- As it was when the training was planned, in hundredths of the hours.
        least_presence smallint NOT NULL DEFAULT (mawa_setting('capacity_least_presence'))::text::smallint CHECK (least_presence BETWEEN 1 AND 100),
        state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'planned', 'held', 'called_off')),
        ${WRITTEN},
        CONSTRAINT capacity_trainings_end_after_they_begin CHECK (last_day >= first_day AND last_day <= first_day + 400),
        CONSTRAINT capacity_trainings_are_somewhere CHECK ((mode = 'remote') = (region IS NULL))
      );
      CREATE INDEX capacity_trainings_by_day ON capacity_trainings (first_day, id);
      CREATE INDEX capacity_trainings_by_organiser ON capacity_trainings (organiser_id);

      CREATE TABLE capacity_steps (
        id uuid PRIMARY KEY,
        training_id uuid NOT NULL REFERENCES capacity_trainings (id),
        from_state text NOT NULL,
        to_state text NOT NULL,
        ${DAY()},
        reason text CHECK (reason IN ('few_people', 'no_trainer', 'no_money', 'security', 'other')),
        ${WRITTEN},
        CONSTRAINT capacity_steps_called_off_why CHECK ((to_state = 'called_off') = (reason IS NOT NULL))
      );
      CREATE INDEX capacity_steps_by_training ON capacity_steps (training_id, place);

      CREATE TABLE capacity_days (
        training_id uuid NOT NULL REFERENCES capacity_trainings (id),
        on_day date NOT NULL,
        minutes smallint NOT NULL CHECK (minutes BETWEEN 30 AND 720),
        PRIMARY KEY (training_id, on_day)
      );

      CREATE TABLE capacity_agenda (
        id uuid PRIMARY KEY,
        training_id uuid NOT NULL,
        on_day date NOT NULL,
        ${CLOCK('from_at')},
        ${CLOCK('until_at')},
        subject text NOT NULL CHECK (length(subject) BETWEEN 2 AND 200),
        -- Under the key of the training.
        trainer bytea,
        taken_out_at timestamptz,
        ${WRITTEN},
        CONSTRAINT capacity_agenda_lasts CHECK (until_at > from_at),
        CONSTRAINT capacity_agenda_on_a_day FOREIGN KEY (training_id, on_day) REFERENCES capacity_days (training_id, on_day)
      );
      CREATE INDEX capacity_agenda_by_training ON capacity_agenda (training_id, on_day, from_at);

      GRANT SELECT ON ${TABLES.join(', ')} TO mawa_app, mawa_gate;
      GRANT SELECT ON capacity_indicators, capacity_first_responders, capacity_days TO mawa_figures;
      GRANT SELECT (id, title, topics, list_version, mode, region, first_day, last_day, line_id, least_presence, state) ON capacity_trainings TO mawa_figures;
      GRANT INSERT (id, title, topics, list_version, audience, language, mode, region, organiser_id, trainers, first_day, last_day, places, line_id)
        ON capacity_trainings TO mawa_app;
      GRANT INSERT (id, training_id, from_state, to_state, on_day, reason) ON capacity_steps TO mawa_app;
      GRANT INSERT ON capacity_days TO mawa_app;
      GRANT INSERT (id, training_id, on_day, from_at, until_at, subject, trainer) ON capacity_agenda TO mawa_app;
      GRANT UPDATE (taken_out_at) ON capacity_agenda TO mawa_app;
      GRANT UPDATE (state) ON capacity_trainings TO mawa_gate;

      CREATE FUNCTION capacity_step_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v capacity_trainings;
      BEGIN
        SELECT * INTO v FROM capacity_trainings WHERE id = NEW.training_id FOR NO KEY UPDATE;
        IF v.state IS DISTINCT FROM NEW.from_state THEN ${refuse('it stands elsewhere by now', 'capacity_step_follows')}; END IF;
        IF NOT EXISTS (SELECT 1 FROM capacity_transitions t WHERE t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
          ${refuse('no legal step', 'capacity_step_is_legal')};
        END IF;
        IF NEW.on_day > mawa_day(mawa_now()) THEN ${refuse('not happened yet', 'capacity_has_happened')}; END IF;
        IF NEW.to_state = 'held' AND NEW.on_day < v.last_day THEN ${refuse('it goes on', 'capacity_held_to_its_end')}; END IF;
        UPDATE capacity_trainings SET state = NEW.to_state WHERE id = NEW.training_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER capacity_steps_move AFTER INSERT ON capacity_steps FOR EACH ROW EXECUTE FUNCTION capacity_step_moves();
      REVOKE EXECUTE ON FUNCTION capacity_step_moves() FROM PUBLIC;
      ALTER FUNCTION capacity_step_moves() OWNER TO mawa_gate;

      -- Its days lie within it, and are not added to once it was held.
      CREATE FUNCTION capacity_day_is_within() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM capacity_trainings t WHERE t.id = NEW.training_id AND t.state = 'new'
             AND NEW.on_day BETWEEN t.first_day AND t.last_day) THEN
          ${refuse('no day of it', 'capacity_day_is_within')};
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER capacity_days_are_within BEFORE INSERT ON capacity_days FOR EACH ROW EXECUTE FUNCTION capacity_day_is_within();
    `);
    for (const [place, row] of CAPACITY_TRANSITIONS.entries()) {
      await queryRunner.query('INSERT INTO capacity_transitions VALUES ($1, $2, $3)', [
        ...row,
        place,
      ]);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE ${TABLES.toReversed().join(', ')};
      DROP FUNCTION capacity_step_moves, capacity_day_is_within;
      DELETE FROM settings WHERE key LIKE 'capacity\\_%';
      ALTER TABLE keys.record_keys NO FORCE ROW LEVEL SECURITY;
      DELETE FROM keys.record_keys WHERE kind = 'capacity_training';
      ALTER TABLE keys.record_keys FORCE ROW LEVEL SECURITY;
    `);
    await dropLists(
      queryRunner,
      LISTS_CAPACITY.map(({ name }) => name),
    );
  }
}
