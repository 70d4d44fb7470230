const { SWC } = require('./test/support/compiled');

const checkout = __dirname.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Unit specs stand beside what they test; everything that needs PostgreSQL lives in test/. */
const transform = {
  '/node_modules/.+\\.(js|cjs|mjs)$': '<rootDir>/test/support/library.js',
  [`^${checkout}/(src|modules|migrations)/.+(?<!\\.spec)\\.ts$`]:
    '<rootDir>/test/support/library.js',
  '^.+\\.(ts|js|mjs)$': ['@swc/jest', SWC],
};
const shared = {
  testEnvironment: '<rootDir>/test/support/environment.js',
  transform,
  transformIgnorePatterns: ['/node_modules/(?:@jest/|jest-|jest/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/out', '<rootDir>/.mawa'],
};
module.exports = {
  // Jest would leave one of two cores idle, and files that wait (queues, tokens, limits of guessing) another half.
  maxWorkers: 3,
  // What its files loaded is given back late, and collecting it takes ever longer; another worker has to load all anew.
  workerIdleMemoryLimit: '1.5GB',
  testSequencer: '<rootDir>/test/support/sequencer.js',
  reporters: ['default', '<rootDir>/test/support/slowest.js'],
  // A machine that others work on as well is slow, not wrong.
  testTimeout: 180_000,
  projects: [
    {
      ...shared,
      displayName: 'rules',
      testMatch: [
        '<rootDir>/{src,modules,migrations}/**/*.spec.ts',
        '<rootDir>/test/unit/**/*.spec.ts',
      ],
      globalSetup: '<rootDir>/test/support/compile-application.js',
    },
    {
      ...shared,
      displayName: 'http',
      testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/journeys/'],
      globalSetup: '<rootDir>/test/support/global-setup.js',
      globalTeardown: '<rootDir>/test/support/global-teardown.ts',
    },
  ],
};
