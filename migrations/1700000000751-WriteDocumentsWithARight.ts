import type { MigrationInterface, QueryRunner } from 'typeorm';

const holds = (more: string): string => `EXISTS (SELECT 1 FROM case_access a
    WHERE a.case_id = documents.case_id
      AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
      AND ${more}
      AND a.from_at <= (SELECT mawa_now()) AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now())))`;
const READS = `case_id IS NOT NULL AND ${holds('a.parts @> ARRAY[documents.part]')}`;
const WRITES = `case_id IS NOT NULL AND ${holds(
  'EXISTS (SELECT 1 FROM access_reasons r WHERE r.reason = a.reason AND r.writes @> ARRAY[documents.part])',
)}`;

const SEALED = [
  ['document_pieces', 'document_pieces'],
  ['keys.document_keys', 'document_keys'],
] as const;
const row = (name: string, more = ''): string =>
  `EXISTS (SELECT 1 FROM documents d WHERE d.id = ${name}.document_id ${more})`;

/** Pieces and keys are laid down by whoever adds the row, and go only once the row says that it is removed. */
const sealedOnce = SEALED.map(
  ([table, name]) => `
  DROP POLICY ${name}_by_document ON ${table};
  CREATE POLICY ${name}_read ON ${table} FOR SELECT TO mawa_app USING (${row(name)});
  CREATE POLICY ${name}_add ON ${table} FOR INSERT TO mawa_app
    WITH CHECK (${row(name, 'AND d.added_by = (SELECT mawa_actor()) AND d.removed_at IS NULL')});
  CREATE POLICY ${name}_remove ON ${table} FOR DELETE TO mawa_app
    USING (${row(name, 'AND d.removed_at IS NOT NULL')});`,
).join('');
const byDocument = SEALED.map(
  ([table, name]) => `
  DROP POLICY ${name}_read ON ${table};
  DROP POLICY ${name}_add ON ${table};
  DROP POLICY ${name}_remove ON ${table};
  CREATE POLICY ${name}_by_document ON ${table} TO mawa_app USING (${row(name)});`,
).join('');

/**
 * Who reads a part does not thereby file in it, nor destroy: whoever opened a case in an emergency
 * leaves its papers as they are.
 */
export class WriteDocumentsWithARight1700000000751 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP POLICY documents_by_part ON documents;
      CREATE POLICY documents_read ON documents FOR SELECT TO mawa_app USING (${READS});
      CREATE POLICY documents_add ON documents FOR INSERT TO mawa_app WITH CHECK (${WRITES});
      CREATE POLICY documents_change ON documents FOR UPDATE TO mawa_app USING (${WRITES}) WITH CHECK (${WRITES});
      ${sealedOnce}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP POLICY documents_read ON documents;
      DROP POLICY documents_add ON documents;
      DROP POLICY documents_change ON documents;
      CREATE POLICY documents_by_part ON documents TO mawa_app USING (${READS});
      ${byDocument}
    `);
  }
}
