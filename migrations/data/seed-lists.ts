/** Puts the first edition of a list where its owner edits it; none of these codes has an equivalent in the standards. */
import type { QueryRunner } from 'typeorm';

const SETUP = '00000000-0000-4000-8000-000000000004';
const SECOND = '00000000-0000-4000-8000-000000000003';

export interface PlainList {
  readonly name: string;
  readonly ownerRole: 'programme_officer' | 'administrator';
  readonly source: string;
  readonly items: readonly {
    readonly code: string;
    readonly fr: string;
    readonly ar: string;
    readonly en: string;
  }[];
}

export async function seedLists(
  queryRunner: QueryRunner,
  lists: readonly PlainList[],
  position: number,
): Promise<void> {
  for (const table of ['list_versions', 'list_items', 'list_crosswalk']) {
    await queryRunner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
  }
  for (const [place, { name, ownerRole, source, items }] of lists.entries()) {
    await queryRunner.query(
      `INSERT INTO lists (name, owner_role, compared, position) VALUES ($1, $2, false, $3)`,
      [name, ownerRole, position + place],
    );
    await queryRunner.query(
      `INSERT INTO list_versions (list, version, source, licence, drafted_by, drafted_at)
       VALUES ($1, 1, $2, 'programme list; no licence of others', '${SETUP}', '2020-01-01Z')`,
      [name, source],
    );
    await queryRunner.query(
      `INSERT INTO list_items (list, version, code, position, fr, ar, en)
       SELECT $1, 1, i.code, i.place, i.fr, i.ar, i.en
         FROM jsonb_to_recordset($2::jsonb) AS i (code text, place int, fr text, ar text, en text)`,
      [name, JSON.stringify(items.map((item, index) => ({ ...item, place: index + 1 })))],
    );
    await queryRunner.query(
      `INSERT INTO list_crosswalk (list, version, code, standard)
       SELECT i.list, 1, i.code, s.name FROM list_items i CROSS JOIN standards s WHERE i.list = $1`,
      [name],
    );
    await queryRunner.query('SET CONSTRAINTS ALL IMMEDIATE');
    await queryRunner.query('ALTER TABLE list_versions DISABLE TRIGGER list_versions_stand');
    await queryRunner.query(
      `UPDATE list_versions SET state = 'approved', note = 'first edition', holds_from = '2020-01-01',
              approved_by = '${SECOND}', approved_at = '2020-01-01Z' WHERE list = $1`,
      [name],
    );
    await queryRunner.query('ALTER TABLE list_versions ENABLE TRIGGER list_versions_stand');
  }
  for (const table of ['list_versions', 'list_items', 'list_crosswalk']) {
    await queryRunner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  }
}

/** Takes them out again, whatever their owners made of them since. */
export async function dropLists(queryRunner: QueryRunner, names: readonly string[]): Promise<void> {
  const TABLES = ['list_crosswalk', 'list_items', 'list_writers', 'list_versions'] as const;
  const GUARDED: readonly string[] = ['list_crosswalk', 'list_items'];
  for (const table of TABLES) {
    await queryRunner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
    if (GUARDED.includes(table)) {
      await queryRunner.query(`ALTER TABLE ${table} DISABLE TRIGGER ${guardOf(table)}`);
    }
    await queryRunner.query(`DELETE FROM ${table} WHERE list = ANY ($1)`, [names]);
    await queryRunner.query('SET CONSTRAINTS ALL IMMEDIATE');
    if (GUARDED.includes(table)) {
      await queryRunner.query(`ALTER TABLE ${table} ENABLE TRIGGER ${guardOf(table)}`);
    }
    await queryRunner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  }
  await queryRunner.query('DELETE FROM list_standards WHERE list = ANY ($1)', [names]);
  await queryRunner.query('DELETE FROM lists WHERE name = ANY ($1)', [names]);
}

const guardOf = (table: string): string =>
  table === 'list_items' ? 'list_items_of_a_draft' : 'list_crosswalk_of_a_draft';
