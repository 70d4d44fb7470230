const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');

const itself = readFileSync(__filename);

/**
 * A library is loaded by Node itself, as in production, and once for all test files of a worker; what we
 * wrote is loaded anew by Jest for each file. So only the door of a library passes through Jest. What
 * Jest itself loads by Node (it then names no "jest") stays what it is.
 */
exports.process = (source, path) => ({
  code: `if (typeof jest === 'undefined') module._compile(${JSON.stringify(source)}, __filename);
else module.exports = globalThis[Symbol.for('mawa.library')](${JSON.stringify(path)});`,
});

exports.getCacheKey = (source, path) =>
  createHash('sha256').update(itself).update(source).update(path).digest('hex');
