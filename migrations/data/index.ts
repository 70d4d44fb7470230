import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QueryRunner } from 'typeorm';
import { ROOT } from '../../modules/platform/config/root';
import { ACCESS_REASON_ROWS } from './access-reasons';
import { makeAuditPartitions } from './audit-partitions';
import { AUDIT_START_ROWS } from './audit-starts';
import { BREACH_RECIPIENT_ROWS } from './breach-recipients';
import { COMPLAINT_KIND_ROWS } from './complaint-kinds';
import { CONSENT_TEXT_ROWS } from './consent-texts';
import { FORM_ROWS } from './forms';
import { indicatorRows } from './indicators';
import { insertRows, type TableRows } from './insert-rows';
import { LIST_ROWS } from './lists';
import { OPEN_DATA_ROWS } from './open-data';
import { PERSON_TABLE_ROWS } from './person-tables';
import { PLACING_RULE_ROWS } from './placing-rules';
import { REPORT_DEFINITION_ROWS } from './reports';
import { ROLE_REQUIREMENT_ROWS } from './role-requirements';
import { SERVICE_TYPE_ROWS } from './service-types';
import { SETTING_DEFINITION_ROWS } from './setting-definitions';
import { STANDARD_ROWS } from './standards';
import { SURVEY_ROWS } from './survey';
import { TRANSITION_ROWS } from './transitions';

/** Accounts come first: other rows name who wrote and who approved them. */
const SQL_FILES = [
  'accounts',
  'settings',
  'money',
  'courts',
  'follow-up',
  'work-and-projects',
  'report-audiences',
] as const;

/** In the order of the foreign keys between them. */
const tables = (): readonly TableRows[] => [
  ACCESS_REASON_ROWS,
  AUDIT_START_ROWS,
  ROLE_REQUIREMENT_ROWS,
  PERSON_TABLE_ROWS,
  ...TRANSITION_ROWS,
  ...STANDARD_ROWS,
  ...LIST_ROWS,
  ...FORM_ROWS,
  ...SURVEY_ROWS,
  CONSENT_TEXT_ROWS,
  BREACH_RECIPIENT_ROWS,
  COMPLAINT_KIND_ROWS,
  PLACING_RULE_ROWS,
  SERVICE_TYPE_ROWS,
  indicatorRows(),
  REPORT_DEFINITION_ROWS,
  ...OPEN_DATA_ROWS,
];

/**
 * Inserts the rows that an empty Mawa begins with. Runs as the owner after tables and functions and before triggers and
 * row level security: the first version of a list or a form is approved here by no one who is signed in.
 */
export async function insertReferenceData(queryRunner: QueryRunner): Promise<void> {
  await makeAuditPartitions(queryRunner);
  const folder = join(ROOT, 'migrations', 'data', 'sql');
  const sql = SQL_FILES.map((name) => readFileSync(join(folder, `${name}.sql`), 'utf8'));
  // A setting has a value only where it is defined.
  await insertRows(queryRunner, SETTING_DEFINITION_ROWS);
  await queryRunner.query(sql.join('\n'));
  for (const rows of tables()) await insertRows(queryRunner, rows);
}
