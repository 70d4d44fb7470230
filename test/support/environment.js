const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/** What V8 made of the files that test files of this worker have loaded. */
const made = new Map();
const compile = vm.compileFunction;

/** V8 itself checks only the length: the text is compared here. */
vm.compileFunction = (code, parameters, options = {}) => {
  const known = made.get(options.filename);
  if (known?.code === code) {
    return compile(code, parameters, { ...options, cachedData: known.data });
  }
  const compiled = compile(code, parameters, { ...options, produceCachedData: true });
  if (options.filename && compiled.cachedData) {
    made.set(options.filename, { code, data: compiled.cachedData });
  }
  return compiled;
};

/**
 * Jest loads some three thousand modules anew for every test file, as it must; that V8 parses each of
 * them anew need not be.
 */
module.exports = TestEnvironment;
