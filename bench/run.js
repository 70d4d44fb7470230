/**
 * Benchmarks as ratios side by side. `-- --list` names them, `-- NAME` runs one, `-- --short` the short form.
 * `row-security` takes `--statements FILE` and `--data FOLDER` too (docs/performance.md).
 */
const { execSync } = require('node:child_process');
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const { join } = require('node:path');
const { ROOT } = require('../test/faults/support.js');

const BENCHES = {
  placements: require('./placements.js'),
  candidates: require('./candidates.js'),
  figures: require('./figures.js'),
  reports: require('./reports.js'),
  disclosure: require('./disclosure.js'),
  caseload: require('./caseload.js'),
  cohorts: require('./cohorts.js'),
  board: require('./board.js'),
  names: require('./names.js'),
  group: require('./group.js'),
  'row-security': require('./row-security.js'),
  budget: require('./budget.js'),
  exports: require('./exports.js'),
  imports: require('./imports.js'),
  start: require('./start.js'),
  growth: require('./growth.js'),
  peer: require('./peer.js'),
};

const machine = () => ({
  cpus: os.cpus().length,
  model: os.cpus()[0]?.model,
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  node: process.version,
  load: os.loadavg().map((value) => Number(value.toFixed(2))),
  commit: (() => {
    try {
      return execSync('git rev-parse --short HEAD', { cwd: ROOT }).toString().trim();
    } catch {
      return null;
    }
  })(),
  version: JSON.parse(readFileSync(join(ROOT, 'package.json'))).version,
});

/** Removes `option` and the word after it from `words`, and answers that word; null where the option is absent. */
function takeOption(words, option) {
  const at = words.indexOf(option);
  if (at < 0) return null;
  const [, value] = words.splice(at, 2);
  if (!value || value.startsWith('--')) throw new Error(`${option}: a path is missing`);
  return value;
}

async function main() {
  const words = process.argv.slice(2);
  if (words.includes('--list')) return Object.keys(BENCHES).forEach((name) => console.log(name));
  const short = words.includes('--short');
  const statements = takeOption(words, '--statements');
  const data = takeOption(words, '--data');
  const named = words.filter((word) => !word.startsWith('--'));
  const unknown = named.filter((name) => !BENCHES[name]);
  if (unknown.length)
    throw new Error(`no such benchmark: ${unknown.join(', ')} (--list names them)`);
  const before = machine();
  console.log(
    `${before.cpus} cores (${before.model}), ${before.memoryGiB} GiB, Node ${before.node}, load ${before.load.join(' ')}`,
  );
  const results = {};
  for (const name of named.length ? named : Object.keys(BENCHES)) {
    console.log(`\n${name}`);
    results[name] = await BENCHES[name]({
      short,
      statements,
      data,
      say: (line) => console.log(`  ${line}`),
    });
  }
  const at = new Date();
  const folder = join(ROOT, 'bench/results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${at.toISOString().replaceAll(/[:.]/g, '-')}.json`);
  writeFileSync(
    file,
    JSON.stringify({ at, short, machine: before, loadAfter: os.loadavg(), results }, null, 2),
  );
  console.log(
    `\nload after ${os
      .loadavg()
      .map((value) => value.toFixed(2))
      .join(' ')}; written to ${file.slice(ROOT.length + 1)}`,
  );
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
