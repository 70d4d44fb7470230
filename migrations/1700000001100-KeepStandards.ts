import type { MigrationInterface, QueryRunner } from 'typeorm';

const FUNCTIONS = ['recognition_edition_follows()', 'recognition_standard_is_whole()'] as const;

/**
 * What is recognised: standards of competence, each with its units in order. Nobody's data. A standard that
 * changes is a new edition; what was begun under an older one keeps it.
 */
export class KeepStandards1700000001100 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE recognition_standards (
        id uuid PRIMARY KEY,
        -- Of which standard it is an edition: the first one names itself.
        root_id uuid NOT NULL REFERENCES recognition_standards (id),
        edition smallint NOT NULL CHECK (edition BETWEEN 1 AND 999),
        -- The occupation as the authority calls it: it stands on the certificate.
        title text NOT NULL CHECK (length(title) BETWEEN 3 AND 120),
        -- ISCO-08; its first digit is a code of occupation_groups in that version.
        isco text NOT NULL CHECK (isco ~ '^[0-9]{1,4}$'),
        list_version integer NOT NULL CHECK (list_version >= 1),
        -- Where the gaps are filled: a code of isced_fields.
        field text NOT NULL CHECK (field ~ '^[0-9a-z_]{1,20}$'),
        field_version integer NOT NULL CHECK (field_version >= 1),
        language text NOT NULL CHECK (language ~ '^[a-z]{3}$'),
        authority_id uuid NOT NULL REFERENCES organisations (id),
        -- Where it is written down.
        origin text NOT NULL CHECK (length(origin) BETWEEN 2 AND 160),
        since date NOT NULL CHECK (since BETWEEN '1950-01-01' AND '2100-01-01'),
        -- Evidence older than this is not current.
        current_years smallint NOT NULL CHECK (current_years BETWEEN 1 AND 40),
        fee numeric(10,2) NOT NULL CHECK (fee BETWEEN 0 AND 1000000),
        currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
        line_id uuid REFERENCES budget_lines (id),
        -- How many units it has: they are written with it and never after.
        unit_count smallint NOT NULL CHECK (unit_count BETWEEN 1 AND 60),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT recognition_standards_editions UNIQUE (root_id, edition),
        CONSTRAINT recognition_standards_charge_a_line CHECK (fee = 0 OR line_id IS NOT NULL)
      );
      CREATE TABLE recognition_units (
        id uuid PRIMARY KEY,
        standard_id uuid NOT NULL REFERENCES recognition_standards (id),
        number smallint NOT NULL CHECK (number BETWEEN 1 AND 60),
        title text NOT NULL CHECK (length(title) BETWEEN 3 AND 160),
        -- Whether the full certificate asks for it.
        required boolean NOT NULL,
        CONSTRAINT recognition_units_in_order UNIQUE (standard_id, number),
        CONSTRAINT recognition_units_of_a_standard UNIQUE (id, standard_id)
      );
      GRANT SELECT ON recognition_standards, recognition_units TO mawa_app, mawa_gate, mawa_figures;
      GRANT INSERT (id, root_id, edition, title, isco, list_version, field, field_version, language, authority_id, origin, since,
        current_years, fee, currency, line_id, unit_count) ON recognition_standards TO mawa_app;
      GRANT INSERT (id, standard_id, number, title, required) ON recognition_units TO mawa_app;

      CREATE FUNCTION recognition_edition_follows() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.root_id = NEW.id THEN
          NEW.edition := 1;
        ELSIF NOT EXISTS (SELECT 1 FROM recognition_standards s WHERE s.id = NEW.root_id AND s.root_id = s.id) THEN
          RAISE EXCEPTION 'an edition of nothing' USING ERRCODE = '23514', CONSTRAINT = 'recognition_edition_follows';
        ELSIF NEW.edition <> 1 + (SELECT max(s.edition) FROM recognition_standards s WHERE s.root_id = NEW.root_id) THEN
          RAISE EXCEPTION 'another edition came between' USING ERRCODE = '23514', CONSTRAINT = 'recognition_edition_follows';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER recognition_editions_follow BEFORE INSERT ON recognition_standards
        FOR EACH ROW EXECUTE FUNCTION recognition_edition_follows();

      CREATE FUNCTION recognition_standard_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_id uuid := to_jsonb(NEW) ->> CASE TG_TABLE_NAME WHEN 'recognition_units' THEN 'standard_id' ELSE 'id' END;
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM recognition_standards s WHERE s.id = v_id
             AND s.unit_count = (SELECT count(*) FROM recognition_units u WHERE u.standard_id = s.id)
             AND EXISTS (SELECT 1 FROM recognition_units u WHERE u.standard_id = s.id AND u.required)) THEN
          RAISE EXCEPTION 'its units are written with it' USING ERRCODE = '23514', CONSTRAINT = 'recognition_standard_is_whole';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER recognition_standards_are_whole AFTER INSERT ON recognition_standards
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION recognition_standard_is_whole();
      CREATE CONSTRAINT TRIGGER recognition_units_make_it_whole AFTER INSERT ON recognition_units
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION recognition_standard_is_whole();
      ${FUNCTIONS.map((one) => `REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;`).join('\n      ')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE recognition_units, recognition_standards;
      DROP FUNCTION recognition_edition_follows, recognition_standard_is_whole;
    `);
  }
}
