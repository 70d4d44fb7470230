import { randomUUID } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { INDICATORS } from './data/indicators-1';

const TABLES = [
  'indicators',
  'indicator_targets',
  'indicator_values',
  'indicator_value_looks',
] as const;
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
/** A quarter of the calendar, half-open. */
const QUARTER = `from_day date NOT NULL CHECK (from_day BETWEEN '2000-01-01' AND '2100-01-01' AND date_trunc('quarter', from_day) = from_day),
        until_day date GENERATED ALWAYS AS ((from_day + interval '3 months')::date) STORED`;

/**
 * What the programme is measured by: an indicator with its definition in editions, a target for each quarter, and
 * what is counted by hand, with its evidence and the second person who looked at it. Nobody's case is named here.
 */
export class KeepIndicators1700000001240 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE indicators (
        id uuid PRIMARY KEY,
        -- Of which indicator it is an edition: the first one names itself.
        root_id uuid NOT NULL REFERENCES indicators (id),
        edition smallint NOT NULL CHECK (edition BETWEEN 1 AND 999),
        framework text NOT NULL CHECK (framework IN ('dos', 'sdg', 'iom', 'unodc', 'ilo', 'commission', 'project')),
        code text NOT NULL CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$'),
        level text NOT NULL CHECK (level IN ('goal', 'outcome', 'output')),
        title jsonb NOT NULL CHECK (title ?& ARRAY['fr', 'ar', 'en']),
        unit text NOT NULL CHECK (unit IN ('people', 'count', 'nights', 'percent', 'rate')),
        direction text NOT NULL DEFAULT 'up' CHECK (direction IN ('up', 'down')),
        baseline numeric(12,2) CHECK (baseline >= 0),
        baseline_on date,
        -- The figure of a module that it is; null where it is counted by hand.
        measure text CHECK (measure ~ '^[a-z0-9_]{3,40}$'),
        split text[] NOT NULL DEFAULT '{}' CHECK (split <@ ARRAY['sex', 'age', 'institution']),
        source text NOT NULL CHECK (length(source) BETWEEN 3 AND 300),
        owner_id uuid REFERENCES organisations (id),
        verified boolean NOT NULL DEFAULT false,
        -- Null: delivered with the programme.
        by uuid DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT indicators_editions UNIQUE (root_id, edition),
        CONSTRAINT indicators_first_edition CHECK ((edition = 1) = (id = root_id)),
        CONSTRAINT indicators_baseline_of_a_day CHECK ((baseline IS NULL) = (baseline_on IS NULL)),
        CONSTRAINT indicators_in_hundredths CHECK (unit <> 'percent' OR baseline <= 100)
      );
      CREATE UNIQUE INDEX indicators_codes ON indicators (framework, code) WHERE edition = 1;

      -- The last row of a quarter counts; a target that was moved says why.
      CREATE TABLE indicator_targets (
        id uuid PRIMARY KEY,
        root_id uuid NOT NULL REFERENCES indicators (id),
        ${QUARTER},
        target numeric(12,2) NOT NULL CHECK (target >= 0),
        reason text CHECK (length(reason) BETWEEN 3 AND 300),
        ${WRITTEN}
      );
      CREATE INDEX indicator_targets_of ON indicator_targets (root_id, from_day, place);

      -- Counted by hand; the last row of a quarter that somebody else looked at counts.
      CREATE TABLE indicator_values (
        id uuid PRIMARY KEY,
        root_id uuid NOT NULL REFERENCES indicators (id),
        ${QUARTER},
        value numeric(12,2) NOT NULL CHECK (value >= 0),
        women numeric(12,2) CHECK (women >= 0 AND women <= value),
        evidence text NOT NULL CHECK (length(evidence) BETWEEN 3 AND 300),
        ${WRITTEN}
      );
      CREATE INDEX indicator_values_of ON indicator_values (root_id, from_day, place);
      CREATE TABLE indicator_value_looks (
        value_id uuid CONSTRAINT indicator_value_is_looked_at_once PRIMARY KEY REFERENCES indicator_values (id),
        stands boolean NOT NULL,
        ${WRITTEN}
      );

      GRANT SELECT ON ${TABLES.join(', ')} TO mawa_app;
      GRANT INSERT (id, root_id, edition, framework, code, level, title, unit, direction, baseline, baseline_on, measure, split, source,
        owner_id, verified) ON indicators TO mawa_app;
      GRANT INSERT (id, root_id, from_day, target, reason) ON indicator_targets TO mawa_app;
      GRANT INSERT (id, root_id, from_day, value, women, evidence) ON indicator_values TO mawa_app;
      GRANT INSERT (value_id, stands) ON indicator_value_looks TO mawa_app;

      CREATE FUNCTION indicator_refuse(p_constraint text) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'this is refused: %', p_constraint USING ERRCODE = '23514', CONSTRAINT = p_constraint;
      END $$;

      -- One after the other: an edition follows the last one and keeps framework, code and unit, so that years can be compared.
      CREATE FUNCTION indicator_edition_follows() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_last indicators;
      BEGIN
        IF NEW.edition = 1 THEN RETURN NEW; END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended(NEW.root_id::text, 12));
        SELECT * INTO v_last FROM indicators WHERE root_id = NEW.root_id ORDER BY edition DESC LIMIT 1;
        IF v_last.edition IS DISTINCT FROM NEW.edition - 1 THEN PERFORM indicator_refuse('indicator_edition_in_turn'); END IF;
        IF (v_last.framework, v_last.code, v_last.unit) IS DISTINCT FROM (NEW.framework, NEW.code, NEW.unit) THEN
          PERFORM indicator_refuse('indicator_stays_itself');
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER indicator_editions_follow BEFORE INSERT ON indicators FOR EACH ROW EXECUTE FUNCTION indicator_edition_follows();

      CREATE FUNCTION indicator_number_fits() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v indicators; v_number numeric := coalesce((to_jsonb(NEW)->>'target')::numeric, (to_jsonb(NEW)->>'value')::numeric);
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended(NEW.root_id::text, 12));
        SELECT * INTO v FROM indicators WHERE root_id = NEW.root_id ORDER BY edition DESC LIMIT 1;
        IF v.unit = 'percent' AND v_number > 100 THEN PERFORM indicator_refuse('indicators_in_hundredths'); END IF;
        IF v.unit IN ('people', 'count', 'nights') AND (v_number <> trunc(v_number) OR (to_jsonb(NEW)->>'women')::numeric <> trunc((to_jsonb(NEW)->>'women')::numeric)) THEN PERFORM indicator_refuse('indicator_in_whole_numbers'); END IF;
        IF TG_TABLE_NAME = 'indicator_values' THEN
          IF v.measure IS NOT NULL THEN PERFORM indicator_refuse('indicator_counts_itself'); END IF;
          IF NEW.from_day > mawa_day(mawa_now()) THEN PERFORM indicator_refuse('indicator_value_has_begun'); END IF;
        ELSIF (to_jsonb(NEW)->>'reason') IS NULL
          AND (EXISTS (SELECT 1 FROM indicator_targets t WHERE t.root_id = NEW.root_id AND t.from_day = NEW.from_day)
            OR NEW.from_day + interval '3 months' <= mawa_day(mawa_now())) THEN
          PERFORM indicator_refuse('indicator_target_moves_with_a_reason');
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER indicator_targets_fit BEFORE INSERT ON indicator_targets FOR EACH ROW EXECUTE FUNCTION indicator_number_fits();
      CREATE TRIGGER indicator_values_fit BEFORE INSERT ON indicator_values FOR EACH ROW EXECUTE FUNCTION indicator_number_fits();

      CREATE FUNCTION indicator_look_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM indicator_values v WHERE v.id = NEW.value_id AND v."by" = NEW."by") THEN
          PERFORM indicator_refuse('indicator_somebody_else_looks');
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER indicator_looks_are_by_another BEFORE INSERT ON indicator_value_looks FOR EACH ROW EXECUTE FUNCTION indicator_look_by_another();
    `);
    for (const one of INDICATORS) {
      const id = randomUUID();
      await queryRunner.query(
        `INSERT INTO indicators (id, root_id, edition, framework, code, level, title, unit, measure, split, source, verified, by, at)
         VALUES ($1, $1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, '2020-01-01Z')`,
        [
          ...[id, one.framework, one.code, one.level, one.title, one.unit, one.measure],
          ...[one.split, one.source, one.verified],
        ],
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE indicator_value_looks, indicator_values, indicator_targets, indicators;
      DROP FUNCTION indicator_look_by_another(), indicator_number_fits(), indicator_edition_follows(), indicator_refuse(text);
    `);
  }
}
