/** Journeys through the pages in a real browser, one after another: `npm run test:browser`. */
const { projects } = require('../../jest.config.js');

const { transform, testEnvironment, modulePathIgnorePatterns } = projects[0];
module.exports = {
  rootDir: '../..',
  testMatch: ['<rootDir>/test/journeys/*.journey.ts'],
  // By keyboard each element is gone to.
  testTimeout: process.env.MAWA_KEYBOARD === '1' ? 300_000 : 180_000,
  testEnvironment,
  transform,
  modulePathIgnorePatterns,
  // What the browser's driver sends into pages is sent as it was published.
  transformIgnorePatterns: ['/node_modules/(playwright-core|axe-core)/'],
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};
