import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, twoRights } from './support';

const TABLES = [
  'case_classifications',
  'case_classification_answers',
  'case_classification_places',
] as const;

/** Each question chooses from one list. */
const LIST_OF = `CASE question
  WHEN 'motives' THEN 'motives'
  WHEN 'control' THEN 'control_methods'
  WHEN 'relation' THEN 'recruiter_relations'
  WHEN 'recruitment_methods' THEN 'recruitment_methods'
  WHEN 'recruitment_platforms' THEN 'platforms'
  WHEN 'forms' THEN 'exploitation_types'
  WHEN 'sexual_forms' THEN 'sexual_exploitation_types'
  WHEN 'sectors' THEN 'labour_sectors'
  WHEN 'exploitation_channels' THEN 'exploitation_channels'
  WHEN 'exploitation_platforms' THEN 'platforms' END`;

/**
 * How a person was trafficked, in codes: the account in short, so it is read and written with the part
 * `story`. Each saving is a version of its own that nobody changes; a town is sealed.
 */
export class ClassifyPeople1700000000811 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE case_classifications (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        version integer NOT NULL CHECK (version BETWEEN 1 AND 9999),
        -- Empty: not asked. Asked and not known, or not said, are answers.
        began text CHECK (began IN ('under_1', '1_to_2', '3_to_5', 'over_5', 'not_known', 'declined')),
        duration text CHECK (duration IN ('months_0_12', 'months_13_24', 'months_25_up', 'not_known', 'declined')),
        age_began smallint CHECK (age_began BETWEEN 0 AND 120),
        age_began_answer text CHECK (age_began_answer IN ('not_known', 'declined')),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL REFERENCES users (id),
        CONSTRAINT case_classifications_version_once UNIQUE (case_id, version),
        CONSTRAINT case_classifications_of_a_case UNIQUE (id, case_id),
        CONSTRAINT case_classifications_one_age CHECK (age_began IS NULL OR age_began_answer IS NULL)
      );
      CREATE TABLE case_classification_answers (
        classification_id uuid NOT NULL,
        case_id uuid NOT NULL,
        question text NOT NULL,
        answer text NOT NULL CHECK (answer IN ('given', 'not_known', 'declined')),
        list text,
        code text,
        list_version integer,
        CONSTRAINT case_classification_answers_whole
          CHECK (num_nonnulls(list, code, list_version) = CASE answer WHEN 'given' THEN 3 ELSE 0 END),
        CONSTRAINT case_classification_answers_of_its_list
          CHECK ((${LIST_OF}) IS NOT NULL AND (list IS NULL OR list = ${LIST_OF})),
        CONSTRAINT case_classification_answers_once UNIQUE NULLS NOT DISTINCT (classification_id, question, code),
        -- "Not known" does not stand beside a code.
        CONSTRAINT case_classification_answers_agree
          EXCLUDE USING gist (classification_id WITH =, question WITH =, answer WITH <>),
        FOREIGN KEY (classification_id, case_id) REFERENCES case_classifications (id, case_id)
          ON UPDATE CASCADE ON DELETE CASCADE,
        FOREIGN KEY (list, list_version, code) REFERENCES list_items (list, version, code)
      );
      CREATE TABLE case_classification_places (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        classification_id uuid NOT NULL,
        case_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('recruitment', 'transit', 'exploitation')),
        position smallint NOT NULL CHECK (position BETWEEN 1 AND 20),
        answer text NOT NULL CHECK (answer IN ('given', 'abroad', 'not_known', 'declined', 'none')),
        country char(2) CHECK (country ~ '^[A-Z]{2}$'),
        region text CHECK (region ~ '^(0[1-9]|1[0-2])$'),
        town bytea,
        CONSTRAINT case_classification_places_whole CHECK ((answer = 'given') = (country IS NOT NULL)),
        CONSTRAINT case_classification_places_region_of_morocco CHECK (region IS NULL OR country = 'MA' IS TRUE),
        CONSTRAINT case_classification_places_town_of_a_country CHECK (town IS NULL OR country IS NOT NULL),
        CONSTRAINT case_classification_places_one CHECK (position = 1 OR kind = 'transit' AND answer = 'given'),
        CONSTRAINT case_classification_places_none_is_transit CHECK (answer <> 'none' OR kind = 'transit'),
        CONSTRAINT case_classification_places_once UNIQUE (classification_id, kind, position),
        CONSTRAINT case_classification_places_agree
          EXCLUDE USING gist (classification_id WITH =, kind WITH =, answer WITH <>),
        FOREIGN KEY (classification_id, case_id) REFERENCES case_classifications (id, case_id)
          ON UPDATE CASCADE ON DELETE CASCADE
      );
      CREATE INDEX case_classification_answers_by_case ON case_classification_answers (case_id);
      CREATE INDEX case_classification_places_by_case ON case_classification_places (case_id);
      ${TABLES.map((table) => caseTable(table, 'story') + twoRights(table, 'story')).join('')}
      GRANT SELECT, INSERT ON ${TABLES.join(', ')} TO mawa_app;

      -- One version after another, by whoever acts.
      CREATE FUNCTION classification_follows() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW."by" IS DISTINCT FROM mawa_actor() OR NEW.version <> 1 + coalesce(
             (SELECT max(version) FROM case_classifications WHERE case_id = NEW.case_id), 0) THEN
          RAISE EXCEPTION 'a classification follows the one before' USING ERRCODE = '23514',
            CONSTRAINT = 'classification_follows';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER case_classifications_take_no_more BEFORE INSERT ON case_classifications FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();
      CREATE TRIGGER classification_follows BEFORE INSERT ON case_classifications
        FOR EACH ROW EXECUTE FUNCTION classification_follows();

      -- Written with its version and never added to; a code comes from a list that holds.
      CREATE FUNCTION classification_is_new() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM case_classifications c
             WHERE c.id = NEW.classification_id AND c.xmin = pg_current_xact_id()::xid) THEN
          RAISE EXCEPTION 'a classification is not added to' USING ERRCODE = '23514', CONSTRAINT = 'classification_is_new';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER classification_answers_are_new BEFORE INSERT ON case_classification_answers
        FOR EACH ROW EXECUTE FUNCTION classification_is_new();
      CREATE TRIGGER classification_places_are_new BEFORE INSERT ON case_classification_places
        FOR EACH ROW EXECUTE FUNCTION classification_is_new();
      CREATE FUNCTION classification_code_holds() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM list_versions v WHERE v.list = NEW.list AND v.version = NEW.list_version
             AND v.state = 'approved' AND v.holds_from <= mawa_day(mawa_now())) THEN
          RAISE EXCEPTION 'this version of the list does not hold' USING ERRCODE = '23514',
            CONSTRAINT = 'classification_code_holds';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER classification_code_holds BEFORE INSERT ON case_classification_answers
        FOR EACH ROW WHEN (NEW.code IS NOT NULL) EXECUTE FUNCTION classification_code_holds();

      -- The figures' door: codes, countries and regions; no town.
      GRANT SELECT (id, case_id, version, began, duration, age_began, age_began_answer) ON case_classifications TO mawa_figures;
      GRANT SELECT (classification_id, case_id, question, answer, list, code) ON case_classification_answers TO mawa_figures;
      GRANT SELECT (classification_id, case_id, kind, position, answer, country, region) ON case_classification_places TO mawa_figures;
      ${TABLES.map((table) => `CREATE POLICY ${table}_for_figures ON ${table} FOR SELECT TO mawa_figures USING (true);`).join('\n      ')}

      -- Erased: the last codes stay for the totals, the earlier versions and every town go.
      GRANT SELECT (id, case_id, version), DELETE ON case_classifications TO mawa_gate;
      GRANT SELECT (case_id), UPDATE (town) ON case_classification_places TO mawa_gate;
      CREATE POLICY case_classifications_erased_by_the_gate ON case_classifications TO mawa_gate USING (true);
      CREATE POLICY case_classification_places_erased_by_the_gate ON case_classification_places TO mawa_gate USING (true);
      CREATE FUNCTION classification_is_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE case_classification_places SET town = NULL WHERE case_id = NEW.id;
        DELETE FROM case_classifications c WHERE c.case_id = NEW.id
          AND c.version < (SELECT max(l.version) FROM case_classifications l WHERE l.case_id = NEW.id);
        RETURN NULL;
      END $$;
      -- At the end of the transaction, once every key has followed the new id.
      CREATE CONSTRAINT TRIGGER classification_is_erased AFTER UPDATE OF erased_at ON cases
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION classification_is_erased();
      ALTER FUNCTION classification_is_erased() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER classification_is_erased ON cases;
      DROP FUNCTION classification_is_erased;
      DROP TABLE case_classification_places, case_classification_answers, case_classifications;
      DROP FUNCTION classification_code_holds, classification_is_new, classification_follows;
    `);
  }
}
