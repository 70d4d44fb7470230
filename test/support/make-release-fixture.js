/** Writes test/fixtures/releases/VERSION.sql.br: the programme of `mawa demo --once`, of this version, of today. */
const { spawnSync } = require('node:child_process');
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { brotliCompressSync, constants } = require('node:zlib');
const { version } = require('../../package.json');
const { dumpOf, writeReleaseKey } = require('./release-fixture.js');

const ROOT = join(__dirname, '../..');
const PG_DUMP = process.env.PG_DUMP ?? '/usr/lib/postgresql/17/bin/pg_dump';

function run(program, words, env = {}) {
  const { status, stdout, error } = spawnSync(program, words, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 30,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${words[0]} ended with ${status}`);
  return stdout.toString();
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-release-'));
  const env = { MAWA_DATA: folder, MAWA_OUT: join(folder, 'out') };
  writeReleaseKey(join(folder, 'mawa.key.json'));
  run(process.execPath, [join(ROOT, 'bin/mawa.js'), 'demo', '--once'], env);
  const { startEmbedded } = require(join(ROOT, 'dist/modules/platform/database/embedded/index.js'));
  const server = await startEmbedded({ folder: join(folder, 'postgres') });
  try {
    const dump = run(PG_DUMP, [server.adminUrl('mawa'), '--inserts', '--rows-per-insert=200']);
    // What follows a backslash is for psql alone.
    const sql = dump.replaceAll(/^\\(un)?restrict .*\n/gm, '');
    const file = dumpOf(version);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      brotliCompressSync(sql, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } }),
    );
    console.log(`${file}: ${sql.length} characters of SQL`);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
