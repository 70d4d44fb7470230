/**
 * A database of a release, as the demonstration of that release made it: `npm run release:fixture` writes it once, before the
 * release; the tests take it to the present. Its people are invented, and the key of their names is made of a word.
 */
const { createHash } = require('node:crypto');
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { brotliDecompressSync } = require('node:zlib');

const FOLDER = join(__dirname, '../fixtures/releases');

/** Compressed SQL that fills an empty database. */
const dumpOf = (version) => join(FOLDER, `${version}.sql.br`);

/** What that release found when it counted the figures of its frozen reports anew. */
const figuresOf = (version) => join(FOLDER, `${version}.json`);

/** Versions of which there is a database. */
const releases = () =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql.br'))
    .map((name) => name.replace('.sql.br', ''));

/** The key file of each such database. */
function writeReleaseKey(path) {
  const key = (purpose) =>
    createHash('sha256').update(`release fixture\0${purpose}`).digest('base64');
  const content = { id: 'release-fixture', master: key('master'), documents: key('documents') };
  writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
}

/** Fills an empty database as pg_dump wrote it, an object or the rows of a table at a time; `admin`: a superuser. */
async function loadRelease(admin, version) {
  const sql = brotliDecompressSync(readFileSync(dumpOf(version))).toString();
  await admin.query('BEGIN');
  for (const part of sql.split(/\n(?=--\n-- (?:Data for )?Name: )/)) await admin.query(part);
  await admin.query('COMMIT');
  await admin.query('RESET ALL');
}

module.exports = { dumpOf, figuresOf, FOLDER, loadRelease, releases, writeReleaseKey };
