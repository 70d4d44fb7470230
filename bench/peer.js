/**
 * Mawa's side of bench/peer: the floors over Mawa's own tables, its routes and their verification, without the
 * peers. Needs root and a system PostgreSQL, as bench/peer/README.md says. Prints each case beside its floor and
 * beside the run before; the seeded cluster is kept in .mawa/bench-peer.
 */
const { spawn } = require('node:child_process');
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { ROOT } = require('../test/faults/support.js');

const CLIENTS = '8';
const RESULTS = join(ROOT, 'bench', 'results');

module.exports = async function peer({ short, say }) {
  if (process.getuid?.() !== 0) return say('left out: it needs root');
  const earlier = lastRun();
  const output = await run({
    MAWA_DIR: ROOT,
    PGBIN: process.env.PGBIN ?? newestServer(),
    SCRATCH: join(ROOT, '.mawa', 'bench-peer'),
    TARGETS: 'mawa',
    PERSONS: '10000',
    CLIENTS,
    DURATION: short ? '1' : '2',
    REPEATS: short ? '1' : '3',
  });
  const { mawa } = JSON.parse(output).variants['10000'];
  const wrong = Object.entries(mawa.verify).filter(([name, value]) => /_ok$/.test(name) && !value);
  if (wrong.length) throw new Error(`answers that are not those of SQL: ${wrong.join(', ')}`);
  const cases = Object.fromEntries(
    Object.keys(mawa.statements).map((name) => [name, figuresOf(mawa, name)]),
  );
  for (const [name, figures] of Object.entries(cases)) say(lineOf(name, figures, earlier?.[name]));
  return {
    cases,
    startToReadyMs: mawa.g.ready_ms,
    memoryAtRestMb: mawa.g.rest_rss_mb,
    export: mawa.f,
  };
};

const figuresOf = (mawa, name) => ({
  operations: mawa[name]?.[CLIENTS]?.ops ?? null,
  floor: mawa.own_floor[name]?.[CLIENTS]?.ops ?? null,
  statements: mawa.statements[name].per_op,
  inDatabaseMs: mawa.statements[name].db_ms,
});

function lineOf(name, { operations, floor, statements, inDatabaseMs }, before) {
  return [
    `${name.padEnd(4)} ${operations}/s`,
    ...(floor ? [`plain SQL ${floor}/s, ${(floor / operations).toFixed(1)} times`] : []),
    `${statements} statements, ${inDatabaseMs} ms in PostgreSQL`,
    ...(before?.operations
      ? [`${(operations / before.operations).toFixed(2)} of the run before`]
      : []),
  ].join('; ');
}

/** The newest folder of server programs: the client programs of a later version may stand beside it. */
function newestServer() {
  const versions = '/usr/lib/postgresql';
  const [newest] = (existsSync(versions) ? readdirSync(versions) : [])
    .filter((version) => existsSync(join(versions, version, 'bin', 'initdb')))
    .sort((a, b) => Number(b) - Number(a));
  if (!newest) throw new Error('no PostgreSQL server is installed (bench/peer/README.md)');
  return join(versions, newest, 'bin');
}

/** The cases of the newest results file that has any. */
function lastRun() {
  if (!existsSync(RESULTS)) return null;
  const files = readdirSync(RESULTS, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => entry.name)
    .sort()
    .reverse();
  for (const file of files) {
    const { results } = JSON.parse(readFileSync(join(RESULTS, file), 'utf8'));
    if (results?.peer) return results.peer.cases;
  }
  return null;
}

const run = (settings) =>
  new Promise((resolve, fail) => {
    const script = spawn('bash', [join(__dirname, 'peer', 'run.sh')], {
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    script.stdout.on('data', (piece) => (output += piece));
    script.on('error', fail);
    script.on('close', (code) =>
      code === 0 ? resolve(output) : fail(new Error(`bench/peer/run.sh ended with ${code}`)),
    );
  });
