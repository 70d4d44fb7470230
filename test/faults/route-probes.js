/**
 * Every route of the registry, asked by every role with ids of its own, of others and of nobody: as pages, API
 * and files, by session, by token and by a session through a provider. The specs of test/access ask a share
 * of them in each run; here each role asks all. Their negative control: without row-level security the walk finds people.
 */
const { spawnSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { ROOT } = require('./support.js');

const SPECS = ['hidden-people', 'row-level-security', 'token-routes', 'openid-same-rights'];
const WANTED = 15_000;

module.exports = async function routeProbes() {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-probes-'));
  try {
    const file = join(folder, 'probes');
    const results = SPECS.map((name) => resultOf(name, file));
    const probes = countedIn(file);
    const all = Object.values(probes).reduce((sum, count) => sum + count, 0);
    const kinds = Object.entries(probes).map(([kind, count]) => `${count} by ${kind}`);
    return [
      ...results,
      { title: `at least ${WANTED} probes`, good: all >= WANTED, figure: kinds.join(', ') },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

function resultOf(name, file) {
  const spec = join('test/access', `${name}.e2e-spec.ts`);
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/jest/bin/jest.js'), '--runTestsByPath', spec],
    {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, MAWA_ALL_PROBES: 'true', MAWA_PROBES_FILE: file },
    },
  );
  const counted = /^Tests: +(.*)$/m.exec(stderr)?.[1];
  if (status !== 0) process.stderr.write(stderr);
  return { title: `${spec}: nothing wrong`, good: status === 0, figure: counted };
}

function countedIn(file) {
  const counted = {};
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const [kind, count] = line.split(' ');
    counted[kind] = (counted[kind] ?? 0) + Number(count);
  }
  return counted;
}
