import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PLACING_RULES_1 } from './data/placing-rules-1';

const SETUP = '00000000-0000-4000-8000-000000000004';
const SECOND = '00000000-0000-4000-8000-000000000003';

/**
 * The rules of placing as data, in versions: one drafts, another approves, from then on nothing of
 * it changes. A booking keeps the version that it was made with, and a waiting request the ages that
 * it was asked about.
 */
export class KeepRulesOfPlacing1700000000860 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE rule_sets (
        version integer PRIMARY KEY CHECK (version BETWEEN 1 AND 9999),
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'approved', 'dropped')),
        definition jsonb NOT NULL,
        source text NOT NULL CHECK (length(source) BETWEEN 3 AND 600),
        note text CHECK (length(note) <= 1000),
        revision integer NOT NULL DEFAULT 1,
        author_id uuid NOT NULL REFERENCES users (id),
        created_at timestamptz NOT NULL DEFAULT mawa_now(),
        -- Everybody who changed the draft: none of them approves it.
        writers uuid[] NOT NULL,
        approved_by uuid REFERENCES users (id),
        approved_at timestamptz,
        in_force_from timestamptz,
        CONSTRAINT rule_sets_approved_by_another CHECK (approved_by <> ALL (writers) AND approved_by <> author_id),
        CONSTRAINT rule_sets_approval_is_whole CHECK (
          num_nonnulls(approved_by, approved_at, in_force_from) = CASE state WHEN 'approved' THEN 3 ELSE 0 END),
        CONSTRAINT rule_sets_not_back_in_time CHECK (in_force_from >= approved_at),
        -- Who protects people, and whether a bed is there, is nobody's to relax: the table says so as well.
        CONSTRAINT rule_sets_never_relax_protection CHECK (definition->'relaxed' <@
          '["received", "mix", "access", "bunk", "cot", "siblings"]'::jsonb AND jsonb_typeof(definition->'relaxed') = 'array'),
        CONSTRAINT rule_sets_have_ages CHECK (jsonb_typeof(definition->'ages') = 'object' AND jsonb_typeof(definition->'points') = 'object')
      );
      CREATE UNIQUE INDEX rule_sets_one_draft ON rule_sets (state) WHERE state = 'draft';
      CREATE INDEX rule_sets_in_force ON rule_sets (in_force_from DESC, version DESC) WHERE state = 'approved';

      CREATE FUNCTION rule_set_stands() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.state <> 'draft' THEN
          RAISE EXCEPTION 'only a draft changes' USING ERRCODE = '23514', CONSTRAINT = 'rule_set_is_a_draft';
        END IF;
        IF NEW.state = 'approved' AND (OLD.definition, OLD.source, OLD.note, OLD.writers)
             IS DISTINCT FROM (NEW.definition, NEW.source, NEW.note, NEW.writers) THEN
          RAISE EXCEPTION 'approved as it was read' USING ERRCODE = '23514', CONSTRAINT = 'rule_set_is_a_draft';
        END IF;
        IF NEW.writers IS NULL OR NOT NEW.writers @> OLD.writers
           OR (OLD.version, OLD.author_id, OLD.created_at) IS DISTINCT FROM (NEW.version, NEW.author_id, NEW.created_at) THEN
          RAISE EXCEPTION 'who wrote it stays written' USING ERRCODE = '23514', CONSTRAINT = 'rule_set_is_a_draft';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER rule_sets_stand BEFORE UPDATE ON rule_sets FOR EACH ROW EXECUTE FUNCTION rule_set_stands();
    `);
    await queryRunner.query(
      `INSERT INTO rule_sets (version, state, definition, source, author_id, created_at, writers, approved_by, approved_at, in_force_from)
       VALUES (1, 'approved', $1::jsonb, $2, $3, '2020-01-01Z', ARRAY[$3::uuid], $4, '2020-01-01Z', '2020-01-01Z')`,
      [
        JSON.stringify(PLACING_RULES_1),
        'Starting values of the product; 18 is the age of majority of the Convention on the Rights of the Child, article 1, and of Moroccan law (Family Code, article 209).',
        SETUP,
        SECOND,
      ],
    );
    await queryRunner.query(`
      ALTER TABLE rule_sets ENABLE ROW LEVEL SECURITY;
      ALTER TABLE rule_sets FORCE ROW LEVEL SECURITY;
      CREATE POLICY rule_sets_read ON rule_sets FOR SELECT TO mawa_app USING (true);
      CREATE POLICY rule_sets_drafted ON rule_sets FOR INSERT TO mawa_app
        WITH CHECK (state = 'draft' AND author_id = mawa_actor() AND writers = ARRAY[mawa_actor()]
          AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')));
      CREATE POLICY rule_sets_changed ON rule_sets FOR UPDATE TO mawa_app
        USING (state = 'draft' AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')))
        WITH CHECK (CASE state WHEN 'approved' THEN approved_by = mawa_actor() ELSE mawa_actor() = ANY (writers) OR state = 'dropped' END);
      GRANT SELECT, INSERT ON rule_sets TO mawa_app;
      GRANT UPDATE (state, definition, source, note, revision, writers, approved_by, approved_at, in_force_from) ON rule_sets TO mawa_app;

      -- The ages at which some rule in force changes its mind: of a birthday, only these are written down.
      CREATE FUNCTION placing_ages() RETURNS smallint[] LANGUAGE sql STABLE AS $$
        SELECT array_agg(DISTINCT age ORDER BY age) FROM (
          SELECT 18::smallint AS age UNION ALL
          SELECT value::smallint FROM jsonb_each_text((SELECT definition->'ages' FROM rule_sets
            WHERE state = 'approved' AND in_force_from <= mawa_now() ORDER BY in_force_from DESC, version DESC LIMIT 1))) all_ages $$;

      -- Those who wait already were asked about these two.
      ALTER TABLE request_people ADD COLUMN rule_ages smallint[] NOT NULL DEFAULT '{2,18}';
      ALTER TABLE request_people ALTER COLUMN rule_ages SET DEFAULT placing_ages();
      GRANT UPDATE (rule_ages) ON request_people TO mawa_app;

      -- Empty where nobody placed by rules: a block, a stay entered from records, before versions were kept.
      ALTER TABLE bookings ADD COLUMN rule_set integer REFERENCES rule_sets (version);
      CREATE FUNCTION bookings_keep_their_rules() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'a placement keeps its rules' USING ERRCODE = '23514', CONSTRAINT = 'bookings_keep_their_rules';
      END $$;
      CREATE TRIGGER bookings_keep_their_rules BEFORE UPDATE OF rule_set ON bookings
        FOR EACH ROW WHEN (OLD.rule_set IS DISTINCT FROM NEW.rule_set) EXECUTE FUNCTION bookings_keep_their_rules();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER bookings_keep_their_rules ON bookings;
      ALTER TABLE bookings DROP COLUMN rule_set;
      DROP FUNCTION bookings_keep_their_rules;
      ALTER TABLE request_people DROP COLUMN rule_ages;
      DROP FUNCTION placing_ages;
      DROP TABLE rule_sets;
      DROP FUNCTION rule_set_stands;
    `);
  }
}
