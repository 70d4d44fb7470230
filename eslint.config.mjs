import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** A spread literal hides the shape of what it is part of, and TypeScript checks no misspelt property inside it. */
const SPREAD_LITERALS = [
  'SpreadElement > ObjectExpression',
  'SpreadElement > ArrayExpression',
  'SpreadElement > TSAsExpression > ArrayExpression',
  'SpreadElement > TSAsExpression > ObjectExpression',
].map((selector) => ({
  selector,
  message: 'Write the properties or elements themselves: no literal inside a spread.',
}));

/** Words that were replaced by the terms of docs/glossary.md; a name that brings one back has the term beside it. */
const REPLACED_WORDS = {
  '/(^told|Told)(?![a-z])/': 'released, published, disclosed, or the noun of what it is',
  '/^(hearOut)$/': 'drainRequestBody',
  '/^([tT]ake_?[tT]urns?)$/': 'ConcurrencyLimit, lockAgreement',
  '/^(callOff)/': 'cancel',
  '/^(BringIn|RowsRefused)/': 'ImportRows, RejectedRows',
  '/OnThe(File|Timeline|Day)$/': 'CaseFilePanel, TimelineSource, AgendaSource',
  '/^(Hands?|HandLinks)$/': 'ShareLinks',
  '/^(WHYS|DONE|AGAINST)$/': 'the noun with its subject, such as NOT_REACHED_REASONS',
  '/^(Founded|foundProgramme|liveOn)$/': 'SeededProgramme, seedProgramme, seedReturnFollowUps',
  '/^(companyOf)$/': 'roomSharingOf',
  '/^(Door|Standing)$/': 'TrackKind, Status',
};
const PARTICIPLES =
  '/^([A-Z][a-z]*(?<!e)ed|Asked|Drawn|Given|Held|Known|Lived|Made|Read|Said|Seen|Sent|Shown|Taken|Told|Written)$/';
const REPLACED_NAMES = [
  ...Object.entries(REPLACED_WORDS).map(([pattern, term]) => ({
    selector: `Identifier[name=${pattern}]`,
    message: `Replaced by: ${term} (docs/glossary.md).`,
  })),
  ...['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'ClassDeclaration'].map((kind) => ({
    selector: `${kind} > Identifier.id[name=${PARTICIPLES}]`,
    message: 'A type has a noun as its name.',
  })),
];

/** Libraries (and our own code of one) that few acts need: a function requires them with its first call. */
const LOADED_WHEN_USED = [
  '@resvg/resvg-js',
  '@simplewebauthn/server',
  '@zip.js/zip.js',
  './docx',
  'age-encryption',
  'echarts',
  'fontkit',
  'highs',
  'jose',
  'nodemailer',
  'openid-client',
].map((name) => `^${name}$`);

export default tseslint.config(
  { ignores: ['dist', 'out', 'node_modules', '.mawa', 'coverage', 'public', 'test/fixtures'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-require-imports': ['error', { allow: LOADED_WHEN_USED }],
      'no-restricted-syntax': ['error', ...SPREAD_LITERALS],
    },
  },
  {
    files: ['modules/**/*.ts', 'src/**/*.ts', 'migrations/**/*.ts', 'bench/**/*.js'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', ...SPREAD_LITERALS, ...REPLACED_NAMES] },
  },
  {
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off', 'no-undef': 'off' },
  },
);
