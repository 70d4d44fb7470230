/**
 * Writes test/fixtures/releases/VERSION.sql.br, the programme of `mawa demo --once` of this version, VERSION.json, what this
 * version finds when it counts the figures of its frozen reports anew, and VERSION.openapi.json.br, the document of its API.
 */
const { spawnSync } = require('node:child_process');
const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { brotliCompressSync, constants } = require('node:zlib');
const { Client } = require('pg');
const { version } = require('../../package.json');
const { dumpOf, figuresOf, FOLDER, writeReleaseKey } = require('./release-fixture.js');

const ROOT = join(__dirname, '../..');
const PG_DUMP = process.env.PG_DUMP ?? '/usr/lib/postgresql/17/bin/pg_dump';

function run(program, words, env = {}, good = [0]) {
  const { status, stdout, error } = spawnSync(program, words, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 30,
  });
  if (error) throw error;
  if (!good.includes(status)) throw new Error(`${program} ${words[0]} ended with ${status}`);
  return stdout.toString();
}

async function frozenReports(url) {
  const admin = new Client({ connectionString: url });
  await admin.connect();
  const { rows } = await admin.query(
    `SELECT id FROM reports WHERE state = 'frozen' ORDER BY period_from, id`,
  );
  await admin.end();
  return rows.map(({ id }) => id);
}

/** What this version finds when it counts the figures of each frozen report anew. */
const reproductionsOf = (ids, env) =>
  ids.map((id) => {
    const words = ['report', 'reproduce', id, '--as', 'nadia@demo.mawa', '--json'];
    // 1: something differs, as it does where the programme went on after its report.
    const answer = run(process.execPath, [join(ROOT, 'bin/mawa.js'), ...words], env, [0, 1]);
    const { documentSame, figures } = JSON.parse(answer);
    return {
      id,
      documentSame,
      moved: figures.map(({ figure, then, now }) => ({ figure, then, now })),
    };
  });

async function main() {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(
    join(FOLDER, `${version}.openapi.json.br`),
    brotliCompressSync(readFileSync(join(ROOT, 'dist/openapi.json'))),
  );
  const folder = mkdtempSync(join(tmpdir(), 'mawa-release-'));
  const env = { MAWA_DATA: folder, MAWA_OUT: join(folder, 'out') };
  writeReleaseKey(join(folder, 'mawa.key.json'));
  run(process.execPath, [join(ROOT, 'bin/mawa.js'), 'demo', '--once'], env);
  const { startEmbedded } = require(join(ROOT, 'dist/modules/platform/database/embedded/index.js'));
  const server = await startEmbedded({ folder: join(folder, 'postgres') });
  try {
    const figures = reproductionsOf(await frozenReports(server.adminUrl('mawa')), env);
    writeFileSync(figuresOf(version), `${JSON.stringify(figures, null, 2)}\n`);
    const dump = run(PG_DUMP, [server.adminUrl('mawa'), '--inserts', '--rows-per-insert=200']);
    // What follows a backslash is for psql alone.
    const sql = dump.replaceAll(/^\\(un)?restrict .*\n/gm, '');
    const file = dumpOf(version);
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
