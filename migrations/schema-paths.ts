import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../modules/platform/config/root';

export const SCHEMA = join(ROOT, 'migrations', 'schema');

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
  'oversight',
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
  'webhooks',
  'breaches',
] as const;

/** Column defaults and checks call these, so that they come before the tables. */
export const BEFORE_TABLES = [
  'mawa_now',
  'mawa_tonight',
  'mawa_actor',
  'mawa_token',
  'mawa_origin',
  'mawa_setting',
  'mawa_day',
  'placing_ages',
  'earlier_number_key',
];

/** Paths of the SQL files named by `pattern` below each module's folder, in the order of the modules. */
export function sqlFiles(pattern: RegExp): string[] {
  return SCHEMA_MODULES.flatMap((module) =>
    readdirSync(join(SCHEMA, module), { recursive: true, encoding: 'utf8' })
      .filter((path) => pattern.test(path))
      .sort()
      .map((path) => join(SCHEMA, module, path)),
  );
}
