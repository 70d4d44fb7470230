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
      'no-restricted-syntax': ['error', ...SPREAD_LITERALS],
    },
  },
  {
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off', 'no-undef': 'off' },
  },
);
