import type { MigrationInterface, QueryRunner } from 'typeorm';
import { FIRST_LISTS } from './data/lists-1';
import { STANDARDS_1 } from './data/standards-1';

const SETUP = '00000000-0000-4000-8000-000000000004';
const SECOND = '00000000-0000-4000-8000-000000000003';

/**
 * Lists that somebody owns and edits, in versions: drafted by one owner, approved by another, never
 * changed afterwards. A code is retired, never taken out, so that what was written with it is read in
 * the words of its version. Beside each code stands what the standards call it.
 */
export class KeepLists1700000000810 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE standards (
        name text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9_]{1,30}$'),
        title text NOT NULL,
        edition text NOT NULL,
        source text NOT NULL,
        licence text NOT NULL
      );
      CREATE TABLE standard_fields (
        standard text NOT NULL REFERENCES standards (name),
        field text NOT NULL,
        position smallint NOT NULL,
        PRIMARY KEY (standard, field)
      );
      CREATE TABLE standard_values (
        standard text NOT NULL,
        field text NOT NULL,
        value text NOT NULL,
        label text NOT NULL,
        position smallint NOT NULL,
        PRIMARY KEY (standard, field, value),
        FOREIGN KEY (standard, field) REFERENCES standard_fields (standard, field)
      );

      CREATE TABLE lists (
        name text PRIMARY KEY CHECK (name ~ '^[a-z][a-z_]{2,40}$'),
        owner_role text NOT NULL,
        owner_kind text CHECK (owner_kind IN ('agency', 'commission', 'partner', 'donor')),
        -- Part of how people are classified, and so compared with the standards.
        compared boolean NOT NULL,
        position smallint NOT NULL
      );
      -- Which fields of the standards its codes can be compared with; none is an answer as well.
      CREATE TABLE list_standards (
        list text NOT NULL REFERENCES lists (name),
        standard text NOT NULL,
        field text NOT NULL,
        PRIMARY KEY (list, standard, field),
        FOREIGN KEY (standard, field) REFERENCES standard_fields (standard, field)
      );
      CREATE TABLE list_versions (
        list text NOT NULL REFERENCES lists (name),
        version integer NOT NULL CHECK (version BETWEEN 1 AND 9999),
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'approved', 'dropped')),
        revision integer NOT NULL DEFAULT 1,
        source text NOT NULL CHECK (length(source) BETWEEN 3 AND 600),
        licence text NOT NULL CHECK (length(licence) BETWEEN 3 AND 300),
        note text CHECK (length(note) BETWEEN 3 AND 1000),
        holds_from date CHECK (holds_from BETWEEN '2000-01-01' AND '2100-01-01'),
        drafted_by uuid NOT NULL REFERENCES users (id),
        drafted_at timestamptz NOT NULL DEFAULT mawa_now(),
        approved_by uuid REFERENCES users (id),
        approved_at timestamptz,
        PRIMARY KEY (list, version),
        CONSTRAINT list_versions_second_person CHECK (approved_by <> drafted_by),
        CONSTRAINT list_versions_approved_whole CHECK (CASE state WHEN 'approved'
          THEN approved_by IS NOT NULL AND approved_at IS NOT NULL AND holds_from IS NOT NULL AND note IS NOT NULL
          ELSE approved_by IS NULL AND approved_at IS NULL END)
      );
      CREATE UNIQUE INDEX list_versions_one_draft ON list_versions (list) WHERE state = 'draft';
      -- Everybody who wrote in a draft: none of them approves it.
      CREATE TABLE list_writers (
        list text NOT NULL,
        version integer NOT NULL,
        user_id uuid NOT NULL REFERENCES users (id),
        PRIMARY KEY (list, version, user_id),
        FOREIGN KEY (list, version) REFERENCES list_versions (list, version)
      );
      CREATE TABLE list_items (
        list text NOT NULL,
        version integer NOT NULL,
        code text NOT NULL CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9_]{0,59}$'),
        position smallint NOT NULL CHECK (position > 0),
        parent text CHECK (parent <> code),
        fr text NOT NULL CHECK (fr = btrim(fr) AND length(fr) BETWEEN 1 AND 200),
        ar text NOT NULL CHECK (ar = btrim(ar) AND length(ar) BETWEEN 1 AND 200),
        en text NOT NULL CHECK (en = btrim(en) AND length(en) BETWEEN 1 AND 200),
        retired boolean NOT NULL DEFAULT false,
        PRIMARY KEY (list, version, code),
        -- These say of an answer what it is where no code does.
        CONSTRAINT list_items_code_is_free CHECK (code NOT IN ('not_known', 'declined', 'not_asked', 'none')),
        CONSTRAINT list_items_in_order UNIQUE (list, version, position) DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY (list, version) REFERENCES list_versions (list, version),
        CONSTRAINT list_items_parent FOREIGN KEY (list, version, parent) REFERENCES list_items (list, version, code)
          DEFERRABLE INITIALLY DEFERRED
      );
      CREATE UNIQUE INDEX list_items_fr_once ON list_items (list, version, lower(fr)) WHERE NOT retired;
      CREATE UNIQUE INDEX list_items_ar_once ON list_items (list, version, ar) WHERE NOT retired;
      CREATE UNIQUE INDEX list_items_en_once ON list_items (list, version, lower(en)) WHERE NOT retired;
      -- What a standard calls a code; without field and value: it has no equivalent, and that is known.
      CREATE TABLE list_crosswalk (
        list text NOT NULL,
        version integer NOT NULL,
        code text NOT NULL,
        standard text NOT NULL REFERENCES standards (name),
        field text,
        value text,
        CHECK ((field IS NULL) = (value IS NULL)),
        CONSTRAINT list_crosswalk_once UNIQUE NULLS NOT DISTINCT (list, version, code, standard, field, value),
        CONSTRAINT list_crosswalk_none_stands_alone EXCLUDE USING gist (list WITH =, version WITH =, code WITH =,
          standard WITH =, (CASE WHEN field IS NULL THEN 'none' ELSE 'some' END) WITH <>),
        FOREIGN KEY (list, version, code) REFERENCES list_items (list, version, code) ON DELETE CASCADE,
        FOREIGN KEY (standard, field, value) REFERENCES standard_values (standard, field, value)
      );

      CREATE FUNCTION mawa_owns_list(p_list text) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM lists l WHERE l.name = p_list AND mawa_has_role(l.owner_role)
          AND (l.owner_kind IS NULL OR EXISTS (SELECT 1 FROM users u JOIN organisations o ON o.id = u.organisation_id
            WHERE u.id = mawa_actor() AND o.active AND o.kind = l.owner_kind))) $$;
    `);
    await seed(queryRunner);
    await queryRunner.query(`
      SET CONSTRAINTS ALL IMMEDIATE;
      ${['list_versions', 'list_writers', 'list_items', 'list_crosswalk'].map(ownedBy).join('')}
      GRANT SELECT ON standards, standard_fields, standard_values, lists, list_standards TO mawa_app;
      GRANT SELECT, INSERT, UPDATE (state, revision, source, licence, note, holds_from, approved_by, approved_at)
        ON list_versions TO mawa_app;
      GRANT SELECT, INSERT ON list_writers TO mawa_app;
      GRANT SELECT, INSERT, DELETE, UPDATE (position, parent, fr, ar, en, retired) ON list_items TO mawa_app;
      GRANT SELECT, INSERT, DELETE ON list_crosswalk TO mawa_app;

      CREATE FUNCTION list_is_a_draft() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_state text;
      BEGIN
        SELECT state INTO v_state FROM list_versions
         WHERE list = CASE TG_OP WHEN 'DELETE' THEN OLD.list ELSE NEW.list END
           AND version = CASE TG_OP WHEN 'DELETE' THEN OLD.version ELSE NEW.version END FOR SHARE;
        IF v_state IS DISTINCT FROM 'draft' THEN
          RAISE EXCEPTION 'only a draft changes' USING ERRCODE = '23514', CONSTRAINT = 'list_is_a_draft';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
      END $$;
      CREATE TRIGGER list_items_of_a_draft BEFORE INSERT OR UPDATE OR DELETE ON list_items
        FOR EACH ROW EXECUTE FUNCTION list_is_a_draft();
      CREATE TRIGGER list_crosswalk_of_a_draft BEFORE INSERT OR UPDATE OR DELETE ON list_crosswalk
        FOR EACH ROW EXECUTE FUNCTION list_is_a_draft();

      CREATE FUNCTION list_version_stands() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        v_before record;
      BEGIN
        IF OLD.state <> 'draft' OR (OLD.list, OLD.version, OLD.drafted_by, OLD.drafted_at)
             IS DISTINCT FROM (NEW.list, NEW.version, NEW.drafted_by, NEW.drafted_at) THEN
          RAISE EXCEPTION 'only a draft changes' USING ERRCODE = '23514', CONSTRAINT = 'list_is_a_draft';
        END IF;
        IF NEW.state <> 'approved' THEN RETURN NEW; END IF;
        IF NEW.approved_by IS DISTINCT FROM mawa_actor() OR EXISTS (SELECT 1 FROM list_writers w
             WHERE w.list = NEW.list AND w.version = NEW.version AND w.user_id = NEW.approved_by) THEN
          RAISE EXCEPTION 'who wrote it does not approve it' USING ERRCODE = '23514', CONSTRAINT = 'list_versions_second_person';
        END IF;
        SELECT * INTO v_before FROM list_versions
         WHERE list = NEW.list AND state = 'approved' ORDER BY version DESC LIMIT 1;
        IF NEW.holds_from < mawa_day(mawa_now()) OR NEW.holds_from < v_before.holds_from THEN
          RAISE EXCEPTION 'it holds from its approval on' USING ERRCODE = '23514', CONSTRAINT = 'list_versions_hold_forward';
        END IF;
        IF EXISTS (SELECT 1 FROM list_items i WHERE i.list = NEW.list AND i.version = v_before.version
             AND NOT EXISTS (SELECT 1 FROM list_items n WHERE n.list = NEW.list AND n.version = NEW.version AND n.code = i.code)) THEN
          RAISE EXCEPTION 'a code is retired, not taken out' USING ERRCODE = '23514', CONSTRAINT = 'list_codes_stay';
        END IF;
        IF EXISTS (SELECT 1 FROM list_items i CROSS JOIN standards s WHERE i.list = NEW.list AND i.version = NEW.version
             AND NOT EXISTS (SELECT 1 FROM list_crosswalk c WHERE c.list = i.list AND c.version = i.version
               AND c.code = i.code AND c.standard = s.name)) THEN
          RAISE EXCEPTION 'each code says what the standards call it' USING ERRCODE = '23514', CONSTRAINT = 'list_crosswalk_is_whole';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER list_versions_stand BEFORE UPDATE ON list_versions
        FOR EACH ROW EXECUTE FUNCTION list_version_stands();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE list_crosswalk, list_items, list_writers, list_versions, list_standards, lists,
        standard_values, standard_fields, standards;
      DROP FUNCTION list_version_stands, list_is_a_draft, mawa_owns_list;
    `);
  }
}

/** Read by everybody who works here; written by those who own the list. */
const ownedBy = (table: string): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING (true);
  CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app WITH CHECK (mawa_owns_list(list));
  CREATE POLICY ${table}_change ON ${table} FOR UPDATE TO mawa_app USING (mawa_owns_list(list)) WITH CHECK (mawa_owns_list(list));
  CREATE POLICY ${table}_remove ON ${table} FOR DELETE TO mawa_app USING (mawa_owns_list(list));`;

async function seed(queryRunner: QueryRunner): Promise<void> {
  const json = (rows: readonly object[]) => [JSON.stringify(rows)];
  const into = (table: string, columns: string) =>
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`;
  const fields = STANDARDS_1.flatMap(({ name: standard, fields: all }) =>
    all.map(({ field, values }, position) => ({ standard, field, position, values })),
  );
  await queryRunner.query(
    into('standards', 'name, title, edition, source, licence'),
    json(STANDARDS_1),
  );
  await queryRunner.query(into('standard_fields', 'standard, field, position'), json(fields));
  await queryRunner.query(
    into('standard_values', 'standard, field, value, label, position'),
    json(
      fields.flatMap(({ standard, field, values }) =>
        values.map(([value, label], position) => ({ standard, field, value, label, position })),
      ),
    ),
  );
  await queryRunner.query(
    into('lists', 'name, owner_role, owner_kind, compared, position'),
    json(
      FIRST_LISTS.map(({ name, ownerRole, ownerKind, compared }, position) => ({
        ...{ name, position, compared },
        ...{ owner_role: ownerRole, owner_kind: ownerKind },
      })),
    ),
  );
  await queryRunner.query(
    into('list_standards', 'list, standard, field'),
    json(
      FIRST_LISTS.flatMap(({ name: list, htcds, ctdc }) => [
        ...htcds.map((field) => ({ list, standard: 'htcds', field })),
        ...ctdc.map((field) => ({ list, standard: 'ctdc', field })),
      ]),
    ),
  );
  await queryRunner.query(
    `INSERT INTO list_versions (list, version, state, source, licence, note, holds_from, drafted_by, drafted_at, approved_by, approved_at)
     SELECT name, 1, 'approved', source, licence, 'first edition', '2020-01-01', '${SETUP}', '2020-01-01Z', '${SECOND}', '2020-01-01Z'
       FROM jsonb_to_recordset($1::jsonb) AS l (name text, source text, licence text)`,
    json(FIRST_LISTS),
  );
  const items = FIRST_LISTS.flatMap(({ name: list, items: all }) =>
    all.map((one, place) => ({ ...one, list, version: 1, position: place + 1, retired: false })),
  );
  await queryRunner.query(
    into('list_items', 'list, version, code, position, parent, fr, ar, en, retired'),
    json(items),
  );
  await queryRunner.query(
    into('list_crosswalk', 'list, version, code, standard, field, value'),
    json(
      items.flatMap(({ list, version, code, htcds, ctdc }) =>
        (
          [
            ['htcds', htcds],
            ['ctdc', ctdc],
          ] as const
        ).flatMap(([standard, targets]) =>
          (targets.length > 0 ? targets : [null]).map((target) => {
            const [field, value] = target?.split('=') ?? [null, null];
            return { list, version, code, standard, field, value };
          }),
        ),
      ),
    ),
  );
}
