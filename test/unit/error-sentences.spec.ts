import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEPT_RECORD_REASONS } from '../../modules/imports/import-list.types';
import { ROOT } from '../../modules/platform/config/root';
import { PERIOD_LENGTHS } from '../../modules/platform/shared/periods.rules';
import { LANGUAGES, type Language } from '../../modules/platform/shared/actor';
import { hasSentence, keyOfCode, namespaces, wordsOf } from '../../modules/platform/web/i18n';

type Words = { [key: string]: string | Words };

const sources = ['modules', 'src'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => join(folder, name)),
);
/** Without comments, which may show a code as an example. */
const textOf = (file: string) =>
  readFileSync(join(ROOT, file), 'utf8').replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, '');

const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1]!);

/** Codes that stand in the source as they are. */
const WRITTEN_OUT = [
  /DomainError\(\s*[^,()]+,\s*'([a-z-]+\.[a-z0-9_.]+)'/g,
  /\bpastDayCheck\('([a-z-]+\.[a-z0-9_.]+)'/g,
  /\bsays\(\s*'([a-z-]+\.[a-z0-9_.]+)'/g,
  /defaultMessage: \(\) => '([a-z-]+\.[a-z0-9_.]+)'/g,
  /\brefuse\((?:'[a-z_]+',\s*)?'([a-z-]+\.[a-z0-9_.]+)'/g,
  /\bcode: '([a-z-]+\.[a-z0-9_.]+)'/g,
  /\[\s*'(?:invalid|conflict|forbidden|not_found)',\s*'([a-z-]+\.[a-z0-9_.]+)'/g,
];

/** Codes that a small function completes: where, how it is called, and the domain it adds. */
/** What `return_unmet` may find missing (migrations 1000 to 1002). */
const RETURN_GAPS = (
  'counselling topics decision best_interests cooling_off family tracing risk document fitness journey day escort ' +
  'formalities reception confirmation year'
).split(' ');

const COMPLETED: [file: string, call: RegExp, domain: string][] = [
  ['modules/consents/consents.rules.ts', /\bwrong\('(\w+)'/g, 'consents'],
  ['modules/beneficiaries/person.rules.ts', /\bwrong\('(\w+)'/g, 'people'],
  ['modules/beneficiaries/ages/assessment.rules.ts', /\bwrong\('(\w+)'/g, 'ages'],
  ['modules/beneficiaries/import/read-person.rules.ts', /\bwrong\(\s*[\w']+,\s*'(\w+)'/g, 'people'],
  [
    'modules/grant-budgeting/commitments/commitment.errors.ts',
    /\brefused\(\s*'\w+',\s*'(\w+)'/g,
    'budget',
  ],
  [
    'modules/grant-budgeting/revisions/revision.errors.ts',
    /\brefused\(\s*(?:field \? 'invalid' : )?'\w+',\s*'(\w+)'/g,
    'revisions',
  ],
  ['modules/cash-transfers/partner.errors.ts', /\brefused\(\s*'\w+',\s*'(\w+)'/g, 'budget'],
  [
    'modules/grant-budgeting/allocations/allocations.service.ts',
    /\bwrong\(\s*'(\w+)'/g,
    'allocations',
  ],
  ['modules/grant-budgeting/grants/amendment.rules.ts', /\bwrong\(\s*'(\w+)'/g, 'grants'],
  ['modules/grant-budgeting/grants/grant-definition.rules.ts', /\bwrong\(\s*'(\w+)'/g, 'grants'],
  ['modules/cash-transfers/partner-returns.import.ts', /\brefuse\('(\w+)'/g, 'budget'],
  [
    'modules/reconciliation/reconciliation.errors.ts',
    /\brefused\(\s*'\w+',\s*'(\w+)'/g,
    'reconcile',
  ],
  [
    'modules/donor-reports/definitions/check-definition.rules.ts',
    /(?:\bwrong\(|^ {4}|, )'(\w+(?:_twice)|(?<=wrong\(')\w+)'/gm,
    'definitions',
  ],
  ['modules/analysis/analysis-query.rules.ts', /\brefuse\('(\w+)'/g, 'analyses'],
  ['modules/htcds/files/read-file.import.ts', /\brefused\('(\w+)'/g, 'htcds'],
  ['modules/imports/columns.rules.ts', /\bwrong\(\w+, '(\w+)'/g, 'imports'],
  [
    'modules/setup/new-accounts/account-rows.rules.ts',
    /(?:\bwrong\(|\brefuse\(|^ {4}|, )'(row_\w+|(?<=wrong\(')\w+)'/gm,
    'setup',
  ],
  ['modules/assistance-services/services.errors.ts', /\binvalid\('(\w+)'/g, 'services'],
  ['modules/documents/documents.errors.ts', /^ {2}\| '(\w+)'/gm, 'documents'],
  ['modules/platform/web/known-errors.ts', /\bknown\(\d+, '(\w+)'/g, 'common'],
  ['modules/platform/web/known-errors.ts', /^ {2}\d{3}: '(\w+)'/gm, 'common'],
  ['modules/platform/web/validation.ts', /^ {2}\w+: '([a-z_]+)',$/gm, 'common'],
];

/** Codes with a word of a list at their end. */
const VERBS = all(textOf('modules/shelter-beds/bookings/stay.rules.ts'), /verb: '(\w+)'/g);
const KINDS = ['name', 'first_name', 'phone', 'document', 'address', 'case_number'];

const codes = [
  ...sources.flatMap((file) =>
    WRITTEN_OUT.flatMap((pattern) => all(textOf(file), pattern).map((code) => [code, file])),
  ),
  ...COMPLETED.flatMap(([file, call, domain]) =>
    all(textOf(file), call).map((code) => [`${domain}.${code}`, file]),
  ),
  ...VERBS.map((verb) => [`beds.cannot_${verb}`, 'modules/shelter-beds/bookings/stay.rules.ts']),
  ...KINDS.map((kind) => [
    `reports.found_${kind}`,
    'modules/donor-reports/approve-report.service.ts',
  ]),
  ...all(textOf('modules/donor-reports/checks/report-checks.rules.ts'), /^ {4}\| '(\w+)'/gm).map(
    (code) => [`reports.check.${code}`, 'modules/donor-reports/checks/report-checks.rules.ts'],
  ),
  ...PERIOD_LENGTHS.map((every) => [
    `reports.no_period.${every}`,
    'modules/donor-reports/draft-report.service.ts',
  ]),
  ...RETURN_GAPS.map((need) => [
    `returns.missing_${need}`,
    'modules/voluntary-return/track-records.service.ts',
  ]),
  ...['received', 'invoiced', 'paid', 'cancelled'].map((what) => [
    `budget.too_much_${what}`,
    'modules/grant-budgeting/commitments/commitment.errors.ts',
  ]),
  ...[
    'run_open',
    'run_imported',
    'run_undone',
    'run_left',
    ...KEPT_RECORD_REASONS.map((why) => `stays_${why}`),
  ].map((code) => [`imports.${code}`, 'modules/imports/import-runs.service.ts']),
] as [string, string][];

/** Looked up in the file of the language itself: a missing sentence would be said in French. */
function standsIn(language: Language, code: string): boolean {
  const [namespace, path] = keyOfCode(code).split(':') as [string, string];
  if (!namespaces().includes(namespace)) return false;
  const steps = path.split('.');
  const last = steps.pop()!;
  let words: Words | string | undefined = wordsOf(language, namespace);
  for (const step of steps) words = typeof words === 'object' ? words[step] : undefined;
  return typeof words === 'object' && (last in words || `${last}_other` in words);
}

describe('what is refused', () => {
  it('is found in the sources, however it is written', () => {
    for (const [file, call] of COMPLETED) {
      expect([file, all(textOf(file), call).length > 0]).toEqual([file, true]);
    }
    expect(new Set(codes.map(([code]) => code)).size).toBeGreaterThan(150);
  });

  it('has a sentence in French, Arabic and English', () => {
    const missing = codes.flatMap(([code, file]) =>
      LANGUAGES.filter((language) => !standsIn(language, code)).map(
        (language) => `${language} ${code} (${file})`,
      ),
    );
    expect([...new Set(missing)]).toEqual([]);
    const unknown = codes.filter(([code]) => !hasSentence(keyOfCode(code)));
    expect(unknown).toEqual([]);
  });

  it('is never written in a way that this search does not know', () => {
    const built = sources.flatMap((file) =>
      all(textOf(file), /DomainError\(\s*[^,()]+,\s*(`[^`]+`)/g).map((code) => `${file} ${code}`),
    );
    expect(built.sort()).toEqual(
      [
        'modules/assistance-services/services.errors.ts `services.${key}`',
        'modules/beneficiaries/ages/assessment.rules.ts `ages.${code}`',
        'modules/beneficiaries/import/read-person.rules.ts `people.${code}`',
        'modules/beneficiaries/person.rules.ts `people.${code}`',
        'modules/consents/consents.rules.ts `consents.${code}`',
        'modules/documents/documents.errors.ts `documents.${why}`',
        'modules/analysis/analysis-query.rules.ts `analyses.${code}`',
        'modules/donor-reports/approve-report.service.ts `reports.check.${code}`',
        'modules/donor-reports/approve-report.service.ts `reports.found_${kind}`',
        'modules/donor-reports/calendar/first-periods.service.ts `reports.no_period.${edition.every}`',
        'modules/donor-reports/definitions/check-definition.rules.ts `definitions.${code}`',
        'modules/donor-reports/definitions/preview-definition.service.ts `reports.no_period.${definition.every}`',
        'modules/donor-reports/draft-report.service.ts `reports.no_period.${edition.body.every}`',
        'modules/grant-budgeting/allocations/allocations.service.ts `allocations.${code}`',
        'modules/grant-budgeting/commitments/commitment.errors.ts `budget.${code}`',
        'modules/grant-budgeting/grants/amendment.rules.ts `grants.${code}`',
        'modules/grant-budgeting/grants/grant-definition.rules.ts `grants.${code}`',
        'modules/grant-budgeting/openings/opening.rules.ts `opening.${code}`',
        'modules/cash-transfers/partner-returns.import.ts `budget.${code}`',
        'modules/cash-transfers/partner.errors.ts `budget.${code}`',
        'modules/reconciliation/reconciliation.errors.ts `reconcile.${code}`',
        'modules/grant-budgeting/revisions/revision.errors.ts `revisions.${code}`',
        'modules/htcds/files/read-file.import.ts `htcds.${code}`',
        'modules/imports/columns.rules.ts `imports.${code}`',
        'modules/imports/import-runs.service.ts `imports.run_${state}`',
        'modules/imports/import-runs.service.ts `imports.stays_${why}`',
        'modules/settings/setting-values.rules.ts `settings.${code}`',
        'modules/setup/new-accounts/account-rows.rules.ts `setup.${code}`',
        'modules/shelter-beds/bookings/stay.rules.ts `beds.cannot_${verb}`',
        'modules/voluntary-return/track-access.queries.ts `returns.missing_${need}`',
        'modules/platform/web/validation.ts `common.${code}`',
      ].sort(),
    );
  });
});
