/**
 * A database of a release, as the demonstration of that release made it: `npm run release:fixture` writes it once, before the
 * release; the tests take it to the present. Its people are invented, and the key of their names is made of a word.
 */
const { createHash } = require('node:crypto');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const FOLDER = join(__dirname, '../fixtures/releases');

/** Compressed SQL that an empty database is filled with, as a superuser. */
exports.dumpOf = (version) => join(FOLDER, `${version}.sql.br`);

/** The key file of every such database. */
exports.writeReleaseKey = (path) => {
  const key = (purpose) =>
    createHash('sha256').update(`release fixture\0${purpose}`).digest('base64');
  const content = { id: 'release-fixture', master: key('master'), documents: key('documents') };
  writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
};
