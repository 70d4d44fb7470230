const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

globalThis[Symbol.for('mawa.library')] = require;

/** What V8 made of the files that test files of this worker have loaded. */
const made = new Map();
const compile = vm.compileFunction;

/** V8 itself checks only the length: the text is compared here. */
vm.compileFunction = (code, parameters, { parsingContext: _none, ...options } = {}) => {
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
 * Libraries are shared by all files of a worker (library.js), hence tests run where libraries do, in one
 * realm. What a file left behind there is taken away after it.
 */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global = globalThis;
    this.before = { env: { ...process.env }, exit: process.exit };
  }

  async teardown() {
    await super.teardown();
    forgetDecorated();
    process.exit = this.before.exit;
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, this.before.env);
  }
};

/** Classes of a file that has ended would be found, and kept, by the libraries that read their decorators. */
function forgetDecorated() {
  delete globalThis.classValidatorMetadataStorage;
  delete globalThis.typeormMetadataArgsStorage;
  require('class-transformer/cjs/storage').defaultMetadataStorage.clear();
}
