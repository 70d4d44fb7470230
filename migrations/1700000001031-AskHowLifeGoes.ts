import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DIMENSIONS, equalWeights, SURVEY_1 } from './data/survey-1';
import { caseTable, twoRights } from './support';

const SETUP = '00000000-0000-4000-8000-000000000004';
const SECOND = '00000000-0000-4000-8000-000000000003';
const SCORE = (column: string) => `${column} numeric(7,6) CHECK (${column} BETWEEN 0 AND 1)`;
const ONE_OF = DIMENSIONS.map((one) => `'${one}'`).join(', ');

/**
 * The reintegration survey: its questions and its weights in editions, answers under the person's key, scores in
 * clear with the edition that made them. Another edition of the weights leaves every score as it was.
 */
export class AskHowLifeGoes1700000001031 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await this.questions(queryRunner);
    await this.answers(queryRunner);
    await this.gate(queryRunner);
    await this.firstEdition(queryRunner);
    await this.held(queryRunner);
  }

  private async questions(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('survey_high_need_until', '2020-01-01Z', '0.33', 'reference: triage of the survey, high need up to this score (unverified)'),
        ('survey_low_need_above', '2020-01-01Z', '0.66', 'reference: triage of the survey, low need above this score (unverified)'),
        ('survey_sufficient_from', '2020-01-01Z', '0.5', 'reference: a score commonly read as sufficient (unverified)');

      CREATE TABLE survey_editions (
        version integer PRIMARY KEY CHECK (version >= 1),
        source text NOT NULL
      );
      CREATE TABLE survey_questions (
        version integer NOT NULL REFERENCES survey_editions (version),
        code text NOT NULL CHECK (code ~ '^[a-z0-9_]{2,40}$'),
        place smallint NOT NULL,
        dimension text NOT NULL CHECK (dimension IN (${ONE_OF})),
        scored boolean NOT NULL,
        fr text NOT NULL,
        ar text NOT NULL,
        en text NOT NULL,
        -- [{code, value, fr, ar, en}], value from 0 to 1, null where it is not scored.
        answers jsonb NOT NULL,
        PRIMARY KEY (version, code)
      );

      -- An edition of weights: written by one, approved by another, in force from a day.
      CREATE TABLE survey_weightings (
        version integer PRIMARY KEY CHECK (version >= 1),
        questions integer NOT NULL REFERENCES survey_editions (version),
        -- "equal" is nobody's official score; "loaded" names where its table comes from.
        standing text NOT NULL CHECK (standing IN ('equal', 'loaded')),
        source text NOT NULL CHECK (length(source) BETWEEN 3 AND 400),
        holds_from date NOT NULL CHECK (holds_from BETWEEN '2000-01-01' AND '2100-01-01'),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        approved_by uuid REFERENCES users (id),
        approved_at timestamptz,
        CONSTRAINT survey_weightings_by_a_second_person CHECK (approved_by <> by),
        CONSTRAINT survey_weightings_are_approved CHECK ((approved_by IS NULL) = (approved_at IS NULL))
      );
      CREATE TABLE survey_weights (
        weighting integer NOT NULL REFERENCES survey_weightings (version),
        code text NOT NULL,
        -- In its own dimension's score, and in the composite.
        own numeric(9,6) NOT NULL CHECK (own BETWEEN 0 AND 1),
        composite numeric(9,6) NOT NULL CHECK (composite BETWEEN 0 AND 1),
        PRIMARY KEY (weighting, code)
      );
      GRANT SELECT ON survey_editions, survey_questions, survey_weightings, survey_weights TO mawa_app, mawa_gate, mawa_figures;
      ALTER TABLE survey_weightings ENABLE ROW LEVEL SECURITY;
      ALTER TABLE survey_weights ENABLE ROW LEVEL SECURITY;
      CREATE POLICY survey_weightings_read ON survey_weightings FOR SELECT USING (true);
      CREATE POLICY survey_weights_read ON survey_weights FOR SELECT USING (true);
      CREATE POLICY survey_weightings_add ON survey_weightings FOR INSERT TO mawa_app WITH CHECK (mawa_has_role('programme_officer'));
      CREATE POLICY survey_weightings_approve ON survey_weightings FOR UPDATE TO mawa_app USING (mawa_has_role('programme_officer'));
      CREATE POLICY survey_weights_add ON survey_weights FOR INSERT TO mawa_app WITH CHECK (mawa_has_role('programme_officer'));
      GRANT INSERT (version, questions, standing, source, holds_from) ON survey_weightings TO mawa_app;
      GRANT INSERT (weighting, code, own, composite) ON survey_weights TO mawa_app;
      GRANT UPDATE (approved_by, approved_at) ON survey_weightings TO mawa_app;

    `);
  }

  private async answers(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE return_surveys (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        held_on date NOT NULL CHECK (held_on BETWEEN '2000-01-01' AND '2100-01-01'),
        mode text NOT NULL CHECK (mode IN ('visit', 'call', 'office', 'partner')),
        questions integer NOT NULL REFERENCES survey_editions (version),
        weighting integer NOT NULL REFERENCES survey_weightings (version),
        -- How many of the scored questions were answered.
        answered smallint NOT NULL CHECK (answered BETWEEN 0 AND 200),
        ${SCORE('composite')},
        ${DIMENSIONS.map(SCORE).join(',\n        ')},
        -- Question by question, sealed under the person's key.
        answers bytea,
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY,
        FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE,
        -- What lacks a dimension is no composite.
        CONSTRAINT return_surveys_composite CHECK ((composite IS NULL) = (num_nulls(${DIMENSIONS.join(', ')}) > 0))
      );
      CREATE UNIQUE INDEX return_surveys_once_a_day ON return_surveys (track_id, held_on);
      CREATE INDEX return_surveys_by_case ON return_surveys (case_id);
      ${caseTable('return_surveys', 'story')}${twoRights('return_surveys', 'story')}
      CREATE POLICY return_surveys_at_the_gate ON return_surveys TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY return_surveys_for_figures ON return_surveys FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT ON return_surveys TO mawa_app, mawa_gate;
      GRANT SELECT (case_id, track_id, held_on, weighting, answered, composite, ${DIMENSIONS.join(', ')}, place) ON return_surveys TO mawa_figures;
      GRANT INSERT (id, case_id, track_id, held_on, mode, questions, weighting, answered, composite, ${DIMENSIONS.join(', ')}, answers)
        ON return_surveys TO mawa_app;
      GRANT UPDATE (answers) ON return_surveys TO mawa_gate;
    `);
  }

  private async gate(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION return_survey_is_after() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM return_day_after(return_base(NEW.track_id, NEW.case_id), NEW.held_on);
        IF NOT EXISTS (SELECT 1 FROM survey_weightings w WHERE w.version = NEW.weighting AND w.questions = NEW.questions
             AND w.approved_at IS NOT NULL AND w.holds_from <= mawa_day(mawa_now())) THEN
          RAISE EXCEPTION 'by weights that do not count' USING ERRCODE = '23514', CONSTRAINT = 'return_survey_by_what_counts';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_surveys_are_after BEFORE INSERT ON return_surveys FOR EACH ROW EXECUTE FUNCTION return_survey_is_after();
      CREATE FUNCTION return_surveys_follow_erasure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE return_surveys SET answers = NULL WHERE case_id = OLD.id AND answers IS NOT NULL;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_surveys_follow_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION return_surveys_follow_erasure();
      ${['return_survey_is_after()', 'return_surveys_follow_erasure()']
        .map(
          (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
        )
        .join('')}
    `);
  }

  private async firstEdition(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `INSERT INTO survey_editions (version, source) VALUES
         (1, 'The programme''s own wording of what the Reintegration Sustainability Survey asks about (fields not verified against its annex)')`,
    );
    await queryRunner.query(
      `INSERT INTO survey_questions (version, code, place, dimension, scored, fr, ar, en, answers)
       SELECT 1, q.code, q.place, q.dimension, q.scored, q.fr, q.ar, q.en, q.answers
         FROM jsonb_to_recordset($1::jsonb) AS q (code text, place int, dimension text, scored boolean, fr text, ar text, en text, answers jsonb)`,
      [JSON.stringify(SURVEY_1.map((one, place) => ({ ...one, place })))],
    );
    await queryRunner.query(
      `INSERT INTO survey_weightings (version, questions, standing, source, holds_from, by, at, approved_by, approved_at)
       VALUES (1, 1, 'equal', 'Equal weights inside each dimension, each dimension a third: not an official score', '2000-01-01',
         '${SETUP}', '2020-01-01Z', '${SECOND}', '2020-01-01Z')`,
    );
    await queryRunner.query(
      `INSERT INTO survey_weights (weighting, code, own, composite)
       SELECT 1, w.code, w.own, w.composite FROM jsonb_to_recordset($1::jsonb) AS w (code text, own numeric, composite numeric)`,
      [JSON.stringify(equalWeights())],
    );
  }

  /** What an edition has to be; the first one stands already. */
  private async held(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION survey_weights_sum() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_wrong text;
      BEGIN
        IF EXISTS (SELECT 1 FROM survey_questions q FULL JOIN (SELECT code FROM survey_weights WHERE weighting = NEW.version) w USING (code)
             WHERE (q.version = NEW.questions AND q.scored AND w.code IS NULL)
                OR (w.code IS NOT NULL AND NOT EXISTS (SELECT 1 FROM survey_questions k WHERE k.version = NEW.questions AND k.code = w.code AND k.scored))) THEN
          RAISE EXCEPTION 'not the questions that are scored' USING ERRCODE = '23514', CONSTRAINT = 'survey_weights_of_each_question';
        END IF;
        -- Six decimals of a third or a ninth do not sum to one; half a thousandth is what rounding explains.
        SELECT string_agg(dimension, ', ') INTO v_wrong FROM (
          SELECT q.dimension, sum(w.own) AS total FROM survey_weights w
            JOIN survey_questions q ON q.version = NEW.questions AND q.code = w.code WHERE w.weighting = NEW.version GROUP BY q.dimension
          UNION ALL SELECT 'composite', sum(w.composite) FROM survey_weights w WHERE w.weighting = NEW.version) s
         WHERE abs(s.total - 1) > 0.0005;
        IF v_wrong IS NOT NULL THEN
          RAISE EXCEPTION 'these do not sum to one: %', v_wrong USING ERRCODE = '23514', CONSTRAINT = 'survey_weights_sum';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER survey_weightings_sum AFTER INSERT ON survey_weightings DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION survey_weights_sum();
      CREATE CONSTRAINT TRIGGER survey_weightings_sum_still AFTER UPDATE ON survey_weightings DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION survey_weights_sum();

      -- An edition that counts never changes.
      CREATE FUNCTION survey_weights_are_written() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM survey_weightings w WHERE w.version = NEW.weighting AND w.approved_at IS NOT NULL) THEN
          RAISE EXCEPTION 'this edition counts already' USING ERRCODE = '23514', CONSTRAINT = 'survey_weights_never_change';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER survey_weights_are_written BEFORE INSERT ON survey_weights FOR EACH ROW EXECUTE FUNCTION survey_weights_are_written();
      CREATE FUNCTION survey_weighting_is_approved_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.approved_at IS NOT NULL OR NEW.approved_by IS DISTINCT FROM mawa_actor() OR NEW.approved_at IS DISTINCT FROM mawa_now() THEN
          RAISE EXCEPTION 'approved once, by who does it' USING ERRCODE = '23514', CONSTRAINT = 'survey_weights_never_change';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER survey_weightings_are_approved_once BEFORE UPDATE ON survey_weightings FOR EACH ROW EXECUTE FUNCTION survey_weighting_is_approved_once();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER return_surveys_follow_erasure ON cases;
      DROP TABLE return_surveys, survey_weights, survey_weightings, survey_questions, survey_editions;
      DROP FUNCTION return_surveys_follow_erasure, return_survey_is_after, survey_weights_sum, survey_weights_are_written,
        survey_weighting_is_approved_once;
      DELETE FROM settings WHERE key LIKE 'survey\\_%';
    `);
  }
}
