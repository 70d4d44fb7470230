import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, type CasePart, twoRights, visible } from './support';

/** Table, the part that reads it, the part that writes it, the column of the case. */
const TABLES: readonly [string, CasePart, CasePart, string][] = [
  ['cases', 'facts', 'facts', 'id'],
  ['case_exploitation', 'facts', 'facts', 'case_id'],
  ['stage_changes', 'facts', 'facts', 'case_id'],
  ['family_members', 'placement', 'facts', 'case_id'],
  ['document_digests', 'identity', 'identity', 'case_id'],
  ['consents', 'care', 'care', 'case_id'],
  ['services', 'care', 'care', 'case_id'],
];

const PART_OF_FIELD = `CASE case_seals.field WHEN 'names' THEN 'identity' WHEN 'birth_date' THEN 'identity'
  WHEN 'documents' THEN 'identity' ELSE case_seals.field END`;
const sealed = (condition: string) => `EXISTS (SELECT 1 FROM case_access a
   WHERE a.case_id = case_seals.case_id
     AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[]) AND ${condition}
     AND a.from_at <= (SELECT mawa_now()) AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now())))`;

/**
 * Reading a case and writing in it are two rights: a shelter that holds a bed reads facts and
 * changes none; where somebody sleeps, their care is written and nothing else.
 */
export class WriteWithARight1700000000733 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const writes = sealed(
      `EXISTS (SELECT 1 FROM access_reasons r WHERE r.reason = a.reason AND r.writes @> ARRAY[${PART_OF_FIELD}])`,
    );
    await queryRunner.query(`
      ALTER TABLE access_reasons ADD COLUMN writes text[] NOT NULL DEFAULT '{}';
      UPDATE access_reasons SET writes = parts WHERE reason IN ('registered', 'assigned');
      UPDATE access_reasons SET writes = '{health,care}' WHERE reason = 'stay';
      UPDATE access_reasons SET writes = '{care}' WHERE reason = 'break_glass';
      ALTER TABLE access_reasons ADD CONSTRAINT access_reasons_write_what_they_read CHECK (writes <@ parts);

      ${TABLES.map(([table, part, write, caseColumn]) => twoRights(table, part, { writes: write, caseColumn })).join('\n')}

      DROP POLICY case_seals_by_part ON case_seals;
      CREATE POLICY case_seals_read ON case_seals FOR SELECT TO mawa_app USING (${sealed(`a.parts @> ARRAY[${PART_OF_FIELD}]`)});
      CREATE POLICY case_seals_add ON case_seals FOR INSERT TO mawa_app WITH CHECK (${writes});
      CREATE POLICY case_seals_change ON case_seals FOR UPDATE TO mawa_app USING (${writes}) WITH CHECK (${writes});
      CREATE POLICY case_seals_remove ON case_seals FOR DELETE TO mawa_app USING (${writes});

      ${twoRights('keys.case_keys', 'facts').replaceAll('keys_case_keys', 'case_keys')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const drop = (table: string, name = table): string =>
      ['read', 'add', 'change', 'remove']
        .map((what) => `DROP POLICY ${name}_${what} ON ${table};`)
        .join('\n');
    await queryRunner.query(`
      ${drop('keys.case_keys', 'case_keys')}
      CREATE POLICY case_keys_by_access ON keys.case_keys TO mawa_app
        USING (${visible('case_keys.case_id', 'facts')}) WITH CHECK (${visible('case_keys.case_id', 'facts')});
      ${drop('case_seals')}
      CREATE POLICY case_seals_by_part ON case_seals TO mawa_app USING (${sealed(`a.parts @> ARRAY[${PART_OF_FIELD}]`)});
      ${TABLES.map(([table, part, , column]) => drop(table) + caseTable(table, part, column)).join('\n')}
      ALTER TABLE access_reasons DROP COLUMN writes;
    `);
  }
}
