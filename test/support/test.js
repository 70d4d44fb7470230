/** `npm test`: the checks, then Jest with whatever else is said; with `--changed` the specs that a change reaches. */
const { spawnSync } = require('node:child_process');
const { join, resolve } = require('node:path');
const specsOfChange = require('./changed');

const CHECKOUT = resolve(__dirname, '../..');

function run(...words) {
  const { status } = spawnSync(process.execPath, words, { cwd: CHECKOUT, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const JEST = join(CHECKOUT, 'node_modules/jest/bin/jest.js');
const words = process.argv.slice(2);
const others = words.filter((word) => word !== '--changed');
run(join(__dirname, 'checks.js'));
if (others.length === words.length) {
  run(JEST, ...others);
} else {
  const specs = specsOfChange();
  process.stdout.write(`${specs.length} files of tests are reached by what changed.\n`);
  if (specs.length > 0) run(JEST, ...others, '--runTestsByPath', ...specs);
}
