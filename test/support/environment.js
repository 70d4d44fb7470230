const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

globalThis[Symbol.for('mawa.library')] = require;

const compile = vm.compileFunction;
vm.compileFunction = (code, parameters, { parsingContext: _none, ...options } = {}) =>
  compile(code, parameters, options);

/**
 * Libraries and the application are shared by all files of a worker (library.js), hence tests run where
 * these do, in one realm. What a file left behind there is taken away after it; its spies Jest restores.
 */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global = globalThis;
    this.before = { env: { ...process.env }, exit: process.exit };
  }

  async teardown() {
    await super.teardown();
    process.exit = this.before.exit;
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, this.before.env);
  }
};
