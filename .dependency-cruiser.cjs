/**
 * What may import what (docs/model.md). src/ is the entry points: it imports modules, and nothing imports src/.
 * A module imports its own line or an earlier one, and another module only through its index.ts; platform, which
 * imports no module, is open to all. Where a line is of arrays, they have an order as the lines have. A folder of
 * modules/ that stands on no line is an error.
 */
const LINES = [
  ['platform'],
  [
    'access',
    'api-docs',
    'audit',
    'documents',
    'imports',
    'exports',
    'home',
    'oversight',
    'reference-lists',
    'report-documents',
    'search',
    'settings',
    'setup',
    'views',
  ],
  [
    'organisations',
    'beneficiaries',
    'intake',
    'consents',
    'grant-budgeting',
    'cash-transfers',
    'reconciliation',
    'plans',
    'assessments',
    'rights',
    'duplicates',
    'disclosure',
  ],
  [
    'referrals',
    'shelter-beds',
    'shelter-figures',
    'shelter-inventory',
    'shelter-operations',
    'bed-board',
    'assistance-services',
    'legal-aid',
    'hotline',
    'voluntary-return',
    'vocational-training',
    'recognition',
    'employment',
    'projects',
    'capacity-building',
    'complaints',
    'past-records',
  ],
  [
    ['indicators'],
    ['costs'],
    ['analysis'],
    ['donor-reports'],
    ['open-data'],
    ['htcds'],
    ['webhooks'],
  ],
];
const modules = (lines) => `^modules/(${lines.flat(Infinity).join('|')})/`;
const [, , RECORDS, PROCESSES] = LINES;
/** They give certificates of the one register, and recognition fills a gap by a course. */
const USERS_OF_TRAINING = ['recognition', 'capacity-building'];
/** One process in several modules: each may use those before it. */
const SHELTERS = [
  'shelter-beds',
  'shelter-figures',
  'shelter-inventory',
  'shelter-operations',
  'bed-board',
];

const noneLater = (lines, name) =>
  lines
    .slice(0, -1)
    .map((line, place) => ({
      name: name(place),
      severity: 'error',
      from: { path: modules(line) },
      to: { path: modules(lines.slice(place + 1)) },
    }));
const laterLines = noneLater(LINES, (place) => `line-${place}-imports-no-later-line`);
const laterShelters = noneLater(
  SHELTERS.map((name) => [name]),
  (place) => `${SHELTERS[place]}-imports-no-later-module-of-shelters`,
);
const laterInLine = LINES.flatMap((line, number) =>
  line.every(Array.isArray)
    ? noneLater(line, (place) => `line-${number}-${line[place].join('-')}-imports-no-later-module`)
    : [],
);

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      severity: 'error',
      from: { path: '^(src|modules|migrations)' },
      to: { circular: true },
    },
    {
      name: 'through-the-public-face',
      comment: 'another module is used through its index.ts alone',
      severity: 'error',
      from: { path: '^modules/([^/]+)/' },
      to: { path: '^modules/[^/]+/(?!index\\.ts$).+', pathNot: '^modules/($1|platform)/' },
    },
    {
      name: 'shell-through-the-public-face',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^modules/(?!platform/)[^/]+/(?!index\\.ts$).+' },
    },
    {
      name: 'nothing-imports-the-entry-points',
      severity: 'error',
      from: { path: '^(modules|migrations)/' },
      to: { path: '^src/' },
    },
    {
      name: 'no-module-outside-the-lines',
      comment: 'a new module is added to LINES',
      severity: 'error',
      from: { path: '^modules/', pathNot: modules(LINES) },
      to: {},
    },
    {
      name: 'no-import-of-a-module-outside-the-lines',
      severity: 'error',
      from: {},
      to: { path: '^modules/', pathNot: modules(LINES) },
    },
    ...laterLines,
    ...laterInLine,
    ...laterShelters,
    {
      name: 'records-among-themselves',
      comment:
        'all may use organisations; intake, consents, plans, assessments, rights and duplicates may use beneficiaries; cash-transfers and reconciliation may use grant-budgeting',
      severity: 'error',
      from: { path: '^modules/(beneficiaries|grant-budgeting|organisations)/' },
      to: {
        path: modules([RECORDS.filter((name) => name !== 'organisations')]),
        pathNot: '^modules/$1/',
      },
    },
    {
      name: 'intake-imports-no-record-but-beneficiaries',
      severity: 'error',
      from: { path: '^modules/intake/' },
      to: {
        path: modules([
          RECORDS.filter((name) => name !== 'organisations' && name !== 'beneficiaries'),
        ]),
        pathNot: '^modules/intake/',
      },
    },
    {
      name: 'money-imports-no-record-but-grants',
      severity: 'error',
      from: { path: '^modules/(cash-transfers|reconciliation)/' },
      to: {
        path: modules([
          RECORDS.filter((name) => name !== 'organisations' && name !== 'grant-budgeting'),
        ]),
        pathNot: '^modules/$1/',
      },
    },
    {
      name: 'processes-import-no-other-process',
      comment:
        'recognition and capacity-building may import vocational-training, and the modules of shelters earlier ones',
      severity: 'error',
      from: { path: modules([PROCESSES]), pathNot: modules([USERS_OF_TRAINING, SHELTERS]) },
      to: { path: modules([PROCESSES]), pathNot: '^modules/$1/' },
    },
    {
      name: 'users-of-training-import-no-other-process',
      severity: 'error',
      from: { path: modules(USERS_OF_TRAINING) },
      to: { path: modules([PROCESSES]), pathNot: '^modules/($1|vocational-training)/' },
    },
    {
      name: 'shelters-import-no-other-process',
      severity: 'error',
      from: { path: modules(SHELTERS) },
      to: { path: modules([PROCESSES]), pathNot: modules(SHELTERS) },
    },
    {
      name: 'only-env-reads-the-environment',
      severity: 'error',
      from: { path: '^modules/' },
      to: { path: '^(node:)?process$' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    exclude: { path: '\\.spec\\.ts$|^dist|node_modules' },
    doNotFollow: { path: 'node_modules' },
  },
};
