import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, twoRights, writable } from './support';

/**
 * What is known of a person is corrected, never overwritten in silence: the version of the case
 * counts up, a row says who, when and why, and what stood there before is kept sealed.
 */
export class CorrectFacts1700000000781 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE cases ADD COLUMN version integer NOT NULL DEFAULT 1;

      CREATE TABLE case_corrections (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        version integer NOT NULL CHECK (version > 1),
        fields text[] NOT NULL CHECK (cardinality(fields) > 0),
        why text NOT NULL CHECK (why IN ('mistake', 'changed', 'person_asked')),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL REFERENCES users (id),
        CONSTRAINT case_corrections_one_a_version UNIQUE (case_id, version)
      );
      ${caseTable('case_corrections', 'facts')}
      ${twoRights('case_corrections', 'facts')}
      GRANT SELECT, INSERT ON case_corrections TO mawa_app;

      CREATE TABLE case_former_values (
        correction_id uuid NOT NULL REFERENCES case_corrections (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        field text NOT NULL CHECK (field IN ('facts', 'names', 'birth_date', 'contact', 'safe_contact', 'documents', 'story', 'health')),
        sealed bytea NOT NULL,
        PRIMARY KEY (correction_id, field)
      );
      CREATE INDEX case_former_values_by_case ON case_former_values (case_id);
      ALTER TABLE case_former_values ENABLE ROW LEVEL SECURITY;
      ALTER TABLE case_former_values FORCE ROW LEVEL SECURITY;
      CREATE POLICY case_former_values_read ON case_former_values FOR SELECT TO mawa_app
        USING (EXISTS (SELECT 1 FROM case_access a
           WHERE a.case_id = case_former_values.case_id
             AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
             AND a.parts @> ARRAY[CASE case_former_values.field WHEN 'names' THEN 'identity' WHEN 'birth_date' THEN 'identity'
                 WHEN 'documents' THEN 'identity' ELSE case_former_values.field END]
             AND a.from_at <= (SELECT mawa_now()) AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now()))));
      CREATE POLICY case_former_values_add ON case_former_values FOR INSERT TO mawa_app
        WITH CHECK (${writable('case_former_values.case_id', 'facts')});
      GRANT SELECT, INSERT ON case_former_values TO mawa_app;

      CREATE FUNCTION case_facts_change_by_version() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.version <> OLD.version + 1 THEN
          RAISE EXCEPTION 'facts change by one version at a time' USING ERRCODE = '23514';
        END IF;
        IF NEW.registered_on <> OLD.registered_on THEN
          RAISE EXCEPTION 'the day of registration stays' USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER case_facts_change_by_version BEFORE UPDATE ON cases FOR EACH ROW
        WHEN (OLD.id = NEW.id AND (OLD.version, OLD.registered_on, OLD.sex, OLD.birth_year, OLD.age_at_registration,
            OLD.age_certainty, OLD.nationality, OLD.languages, OLD.region_recruitment, OLD.region_exploitation,
            OLD.access_need, OLD.pregnant, OLD.medical, OLD.may_call)
          IS DISTINCT FROM (NEW.version, NEW.registered_on, NEW.sex, NEW.birth_year, NEW.age_at_registration,
            NEW.age_certainty, NEW.nationality, NEW.languages, NEW.region_recruitment, NEW.region_exploitation,
            NEW.access_need, NEW.pregnant, NEW.medical, NEW.may_call))
        EXECUTE FUNCTION case_facts_change_by_version();

      CREATE FUNCTION case_version_has_its_row() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM cases WHERE id = NEW.id)
           AND NOT EXISTS (SELECT 1 FROM case_corrections c
             WHERE c.case_id = NEW.id AND c.version = NEW.version AND c.by = mawa_actor()) THEN
          RAISE EXCEPTION 'a correction says who and why' USING ERRCODE = '23514';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER case_version_has_its_row AFTER UPDATE OF version ON cases
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION case_version_has_its_row();

      -- A sealed value gives way only once the one before is kept; erasing runs as another role.
      CREATE FUNCTION sealed_value_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        row case_seals := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
      BEGIN
        IF current_user = 'mawa_app' AND NOT EXISTS (SELECT 1 FROM case_former_values f
             WHERE f.case_id = row.case_id AND f.field = row.field AND f.xmin = pg_current_xact_id()::xid) THEN
          RAISE EXCEPTION 'what stood here before is kept first' USING ERRCODE = '23514';
        END IF;
        RETURN row;
      END $$;
      CREATE TRIGGER sealed_value_is_kept BEFORE UPDATE OR DELETE ON case_seals
        FOR EACH ROW EXECUTE FUNCTION sealed_value_is_kept();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER sealed_value_is_kept ON case_seals;
      DROP TRIGGER case_version_has_its_row ON cases;
      DROP TRIGGER case_facts_change_by_version ON cases;
      DROP FUNCTION sealed_value_is_kept, case_version_has_its_row, case_facts_change_by_version;
      DROP TABLE case_former_values, case_corrections;
      ALTER TABLE cases DROP COLUMN version;
    `);
  }
}
