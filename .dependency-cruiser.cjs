/**
 * The lines of the house (docs/model.md): a module uses only lines above its own, through index.ts.
 *   1 access audit documents imports exports reference-lists views
 *   2 organisations beneficiaries consents grant-budgeting plans assessments rights duplicates hidden-places
 *   3 referrals shelter-beds assistance-services legal-aid hotline voluntary-return vocational-training complaints
 *   4 costs donor-reports htcds
 */
const one = 'access|audit|documents|imports|exports|reference-lists|views';
const two =
  'organisations|beneficiaries|consents|grant-budgeting|plans|assessments|rights|duplicates|hidden-places';
const three =
  'referrals|shelter-beds|assistance-services|legal-aid|hotline|voluntary-return|vocational-training|complaints';

const four = 'costs|donor-reports|htcds';

const line = (names) => `^modules/(${names})/`;

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      severity: 'error',
      from: { path: '^(src|modules|migrations)' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'through-the-public-face',
      comment: 'another module is used through its index.ts alone',
      severity: 'error',
      from: { path: '^modules/([^/]+)/' },
      to: { path: '^modules/[^/]+/(?!index\\.ts$).+', pathNot: '^modules/$1/' },
    },
    {
      name: 'shell-through-the-public-face',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^modules/[^/]+/(?!index\\.ts$).+' },
    },
    {
      name: 'the-shell-knows-no-module',
      severity: 'error',
      from: { path: '^src/(shared|config|database|queue|mail|typeset|web)/' },
      to: { path: '^modules/' },
    },
    {
      name: 'foundation-stands-alone',
      severity: 'error',
      from: { path: line(one) },
      to: { path: line([two, three, four].join('|')) },
    },
    {
      name: 'records-use-foundation',
      severity: 'error',
      from: { path: line(two) },
      to: { path: line([three, four].join('|')) },
    },
    {
      name: 'records-among-themselves',
      comment:
        'all may use organisations; consents, plans, assessments, rights and duplicates may use beneficiaries',
      severity: 'error',
      from: { path: '^modules/(beneficiaries|grant-budgeting|organisations)/' },
      to: {
        path: line('beneficiaries|consents|grant-budgeting|plans|assessments|rights|duplicates'),
        pathNot: '^modules/$1/',
      },
    },
    {
      name: 'processes-never-meet',
      severity: 'error',
      from: { path: line(three) },
      to: { path: line([three, four].join('|')), pathNot: '^modules/$1/' },
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
