/** `npm test`: the checks, then Jest with whatever else is said; with `--changed` the specs that a change reaches. */
const { spawnSync } = require('node:child_process');
const { totalmem } = require('node:os');
const { join, resolve } = require('node:path');
const specsOfChange = require('./changed');

const CHECKOUT = resolve(__dirname, '../..');

function run(...words) {
  const { status } = spawnSync(process.execPath, words, { cwd: CHECKOUT, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const JEST = join(CHECKOUT, 'node_modules/jest/bin/jest.js');
/**
 * MB that each of the three workers of Jest may fill before V8 collects all of it: what earlier files loaded is given back
 * late, and going through it again and again takes a tenth of the time. An eighth of the memory of the machine at most.
 */
const WORKER_MB = Math.min(3_000, Math.floor(totalmem() / 8 / 2 ** 20));
const jest = (...words) =>
  WORKER_MB > 2_000
    ? run(
        `--initial-old-space-size=${WORKER_MB}`,
        JEST,
        `--workerIdleMemoryLimit=${WORKER_MB}MB`,
        ...words,
      )
    : run(JEST, ...words);

const words = process.argv.slice(2);
const others = words.filter((word) => word !== '--changed');
run(join(__dirname, 'checks.js'));
if (others.length === words.length) {
  jest(...others);
} else {
  const specs = specsOfChange();
  process.stdout.write(`${specs.length} files of tests are reached by what changed.\n`);
  if (specs.length > 0) jest(...others, '--runTestsByPath', ...specs);
}
