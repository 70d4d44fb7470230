import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ROOT } from '../modules/platform/config/root';
import { insertReferenceData } from './data';

const SCHEMA = join(ROOT, 'migrations', 'schema');

/** The folders of `migrations/schema`: a table may refer to tables of modules above its own. */
export const SCHEMA_MODULES = [
  'organisations',
  'access',
  'platform',
  'audit',
  'setup',
  'imports',
  'exports',
  'reference-lists',
  'views',
  'beneficiaries',
  'documents',
  'consents',
  'grant-budgeting',
  'plans',
  'assessments',
  'rights',
  'duplicates',
  'shelter-beds',
  'assistance-services',
  'referrals',
  'legal-aid',
  'hotline',
  'complaints',
  'voluntary-return',
  'vocational-training',
  'recognition',
  'employment',
  'projects',
  'capacity-building',
  'past-records',
  'indicators',
  'costs',
  'donor-reports',
  'disclosure',
  'analysis',
  'open-data',
  'htcds',
  'settings',
] as const;

/** Column defaults and checks call these, so that they come before the tables. */
const BEFORE_TABLES = [
  'mawa_now',
  'mawa_tonight',
  'mawa_actor',
  'mawa_setting',
  'mawa_day',
  'placing_ages',
  'earlier_number_key',
];

/** Paths of the SQL files named by `pattern` below each module's folder, in the order of the modules. */
function sqlFiles(pattern: RegExp): string[] {
  return SCHEMA_MODULES.flatMap((module) =>
    readdirSync(join(SCHEMA, module), { recursive: true, encoding: 'utf8' })
      .filter((path) => pattern.test(path))
      .sort()
      .map((path) => join(SCHEMA, module, path)),
  );
}

/**
 * The schema as it stands in `migrations/schema`, then the reference data. Bodies of functions are not
 * checked while they are made, since they name tables and functions that come later.
 */
export class Baseline1700000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const run = async (paths: readonly string[]) => {
      for (const path of paths) await queryRunner.query(readFileSync(path, 'utf8'));
    };
    const functions = sqlFiles(/^functions\/.*\.sql$/);
    const isEarly = (path: string) => BEFORE_TABLES.includes(basename(path, '.sql'));
    await queryRunner.query('SET LOCAL check_function_bodies = off');
    await run([join(SCHEMA, 'schemas.sql')]);
    await run(functions.filter(isEarly));
    await run(sqlFiles(/^tables\.sql$/));
    await run(functions.filter((path) => !isEarly(path)));
    await run(sqlFiles(/^views\/.*\.sql$/));
    await insertReferenceData(queryRunner);
    await queryRunner.query('SET CONSTRAINTS ALL IMMEDIATE'); // What is still to be checked forbids ALTER TABLE.
    await run(sqlFiles(/^triggers\.sql$/));
    await run(sqlFiles(/^policies\.sql$/));
  }

  async down(): Promise<void> {
    throw new Error('The baseline cannot be taken back: drop the database instead.');
  }
}
