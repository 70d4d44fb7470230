import type { MigrationInterface, QueryRunner } from 'typeorm';
import { FIRST_FORMS } from './data/forms-1';

/**
 * Forms as data, in versions: one drafts, another approves, from then on nothing of it changes. The
 * ids of its fields are kept through all versions, because searches and figures are bound to them.
 */
export class KeepForms1700000000820 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE forms (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        key text NOT NULL CONSTRAINT forms_key_once UNIQUE CHECK (key ~ '^[a-z][a-z0-9_]{2,39}$'),
        kind text NOT NULL CHECK (kind IN ('needs', 'risk', 'vulnerability', 'best_interests', 'screening')),
        created_by uuid NOT NULL REFERENCES users (id),
        created_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE TABLE form_versions (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        form_key text NOT NULL REFERENCES forms (key),
        version integer NOT NULL CHECK (version BETWEEN 1 AND 999),
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'approved', 'dropped')),
        definition jsonb NOT NULL,
        revision integer NOT NULL DEFAULT 1,
        author_id uuid NOT NULL REFERENCES users (id),
        created_at timestamptz NOT NULL DEFAULT mawa_now(),
        -- Everybody who changed the draft: none of them approves it.
        writers uuid[] NOT NULL,
        approved_by uuid REFERENCES users (id),
        approved_at timestamptz,
        in_force_from timestamptz,
        CONSTRAINT form_versions_once UNIQUE (form_key, version),
        CONSTRAINT form_versions_approved_by_another CHECK (approved_by <> ALL (writers) AND approved_by <> author_id),
        CONSTRAINT form_versions_approval_is_whole CHECK (
          num_nonnulls(approved_by, approved_at, in_force_from) = CASE state WHEN 'approved' THEN 3 ELSE 0 END),
        CONSTRAINT form_versions_not_back_in_time CHECK (in_force_from >= approved_at),
        CONSTRAINT form_versions_name_their_form CHECK (definition->>'form' = form_key),
        CONSTRAINT form_versions_name_their_part CHECK (definition->>'part' IN ('care', 'health', 'story', 'legal'))
      );
      CREATE UNIQUE INDEX form_versions_one_draft ON form_versions (form_key) WHERE state = 'draft';

      -- Every field that was ever in force: its kind never changes; only a coded fact may stand in clear.
      CREATE TABLE form_fields (
        form_key text NOT NULL REFERENCES forms (key),
        field text NOT NULL,
        kind text NOT NULL,
        coded boolean NOT NULL,
        since_version integer NOT NULL,
        PRIMARY KEY (form_key, field),
        CONSTRAINT form_fields_coded UNIQUE (form_key, field, coded)
      );

      CREATE FUNCTION form_version_stands() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.state <> 'draft' THEN
          RAISE EXCEPTION 'only a draft changes' USING ERRCODE = '23514', CONSTRAINT = 'form_version_is_a_draft';
        END IF;
        IF NEW.state = 'approved' AND (OLD.definition, OLD.writers) IS DISTINCT FROM (NEW.definition, NEW.writers) THEN
          RAISE EXCEPTION 'approved as it was read' USING ERRCODE = '23514', CONSTRAINT = 'form_version_is_a_draft';
        END IF;
        IF NEW.writers IS NULL OR NOT NEW.writers @> OLD.writers
           OR (OLD.form_key, OLD.version, OLD.author_id, OLD.created_at) IS DISTINCT FROM (NEW.form_key, NEW.version, NEW.author_id, NEW.created_at) THEN
          RAISE EXCEPTION 'who wrote it stays written' USING ERRCODE = '23514', CONSTRAINT = 'form_version_is_a_draft';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER form_versions_stand BEFORE UPDATE ON form_versions
        FOR EACH ROW EXECUTE FUNCTION form_version_stands();

      CREATE FUNCTION form_fields_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM jsonb_path_query(NEW.definition, '$.sections[*].questions[*]') q
            JOIN form_fields f ON f.form_key = NEW.form_key AND f.field = q->>'id' AND f.kind <> q->>'kind') THEN
          RAISE EXCEPTION 'a field was something else before' USING ERRCODE = '23514', CONSTRAINT = 'form_fields_stay';
        END IF;
        INSERT INTO form_fields (form_key, field, kind, coded, since_version)
        SELECT NEW.form_key, q->>'id', q->>'kind', coalesce((q->>'fact')::boolean, false), NEW.version
          FROM jsonb_path_query(NEW.definition, '$.sections[*].questions[*]') q
        ON CONFLICT (form_key, field) DO UPDATE SET coded = true WHERE NOT form_fields.coded AND excluded.coded;
        RETURN NULL;
      END $$;
      REVOKE EXECUTE ON FUNCTION form_fields_follow() FROM PUBLIC;
      CREATE TRIGGER form_fields_follow AFTER INSERT OR UPDATE ON form_versions
        FOR EACH ROW WHEN (NEW.state = 'approved') EXECUTE FUNCTION form_fields_follow();
    `);
    for (const [place, form] of FIRST_FORMS.entries()) {
      await queryRunner.query(
        `WITH made AS (INSERT INTO forms (key, kind, created_by, created_at)
           VALUES ($1, $2, '00000000-0000-4000-8000-000000000004', timestamptz '2020-01-01Z' + make_interval(secs => $4)) RETURNING key)
         INSERT INTO form_versions (form_key, version, state, definition, author_id, created_at, writers, approved_by, approved_at, in_force_from)
         SELECT key, 1, 'approved', $3::jsonb, '00000000-0000-4000-8000-000000000004', '2020-01-01Z',
                '{00000000-0000-4000-8000-000000000004}', '00000000-0000-4000-8000-000000000003', '2020-01-01Z', '2020-01-01Z' FROM made`,
        [form.form, form.kind, JSON.stringify(form), place],
      );
    }
    await queryRunner.query(`
      ALTER TABLE forms ENABLE ROW LEVEL SECURITY;
      ALTER TABLE forms FORCE ROW LEVEL SECURITY;
      CREATE POLICY forms_read ON forms FOR SELECT TO mawa_app USING (true);
      CREATE POLICY forms_made ON forms FOR INSERT TO mawa_app
        WITH CHECK (created_by = mawa_actor() AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')));
      ALTER TABLE form_versions ENABLE ROW LEVEL SECURITY;
      ALTER TABLE form_versions FORCE ROW LEVEL SECURITY;
      CREATE POLICY form_versions_read ON form_versions FOR SELECT TO mawa_app USING (true);
      CREATE POLICY form_versions_drafted ON form_versions FOR INSERT TO mawa_app
        WITH CHECK (state = 'draft' AND author_id = mawa_actor() AND writers = ARRAY[mawa_actor()]
          AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')));
      CREATE POLICY form_versions_changed ON form_versions FOR UPDATE TO mawa_app
        USING (state = 'draft' AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')))
        -- Whoever changes it is written down as one who did; whoever approves is the one who acts.
        WITH CHECK (CASE state WHEN 'approved' THEN approved_by = mawa_actor() ELSE mawa_actor() = ANY (writers) OR state = 'dropped' END);
      GRANT SELECT, INSERT ON forms, form_versions TO mawa_app;
      GRANT UPDATE (state, definition, revision, writers, approved_by, approved_at, in_force_from) ON form_versions TO mawa_app;
      GRANT SELECT ON form_fields TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE form_fields, form_versions, forms;
      DROP FUNCTION form_version_stands, form_fields_follow;
    `);
  }
}
