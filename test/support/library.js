const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { compiledPath } = require('./compiled');

const itself = readFileSync(__filename);
const LOADED_BY_NODE = `globalThis[Symbol.for('mawa.library')]`;

/**
 * Libraries and the application are loaded by Node itself, as in production, and once for all test files of
 * a worker; Jest loads the tests and what stands in test/, anew for each file. So of a library or a source
 * of the application only one line passes through Jest, which hands on what Node loaded.
 */
exports.process = (source, path) => ({
  code: path.endsWith('.ts') ? ofApplication(path) : ofLibrary(source, path),
});

const ofApplication = (path) =>
  `module.exports = (${LOADED_BY_NODE} ?? require)(${JSON.stringify(compiledPath(path))});`;

/** What Jest itself loads by Node (it then names no "jest") stays what it is. */
const ofLibrary = (source, path) =>
  `if (typeof jest === 'undefined') module._compile(${JSON.stringify(source)}, __filename);
else module.exports = ${LOADED_BY_NODE}(${JSON.stringify(path)});`;

exports.getCacheKey = (source, path) =>
  createHash('sha256').update(itself).update(source).update(path).digest('hex');
