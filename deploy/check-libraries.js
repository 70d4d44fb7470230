/**
 * `npm run check:libraries`: the licence and the version of each library that production installs, as package-lock.json
 * holds them, and the reason of each override in package.json. deploy/libraries.json says which licences are allowed, and
 * which versions are refused since when and why. Exit code 1 where something is not as it should be.
 */
const { join } = require('node:path');
const { satisfies, validRange } = require('semver');

const ROOT = join(__dirname, '..');

/** name, version and licence of each library that `npm ci --omit=dev` may install, for whichever platform. */
const librariesIn = (lock) =>
  Object.entries(lock.packages)
    .filter(([path, { dev, link }]) => path !== '' && !dev && !link)
    .map(([path, { version, license }]) => ({
      name: path.split('node_modules/').at(-1),
      version,
      licence: license ?? 'none named',
    }));

/** An SPDX expression without nested parentheses: one of OR, or all of AND. */
function isAllowed(licence, allowed) {
  const words = licence.replace(/^\((.*)\)$/, '$1');
  if (words.includes(' OR ')) return words.split(' OR ').some((one) => isAllowed(one, allowed));
  if (words.includes(' AND ')) return words.split(' AND ').every((one) => isAllowed(one, allowed));
  return allowed.includes(words);
}

/** Sentences about versions that are refused, and about rows of a library that is not installed. */
function refusedVersions(libraries, refused) {
  return refused.flatMap(({ library, versions, since, reason }) => {
    if (validRange(versions) === null) return [`${library}: ${versions} is no range of versions`];
    const installed = libraries.filter(({ name }) => name === library);
    if (installed.length === 0) return [`${library}: refused versions of what nothing installs`];
    return installed
      .filter(({ version }) => satisfies(version, versions, { includePrerelease: true }))
      .map(({ version }) => `${library}@${version}: refused since ${since} (${reason})`);
  });
}

/** Sentences about what is neither allowed nor an exception, and about exceptions and reasons that nothing needs. */
function findingsOf(lock, overrides, { licences, exceptions, overrides: reasons, refused: old }) {
  const libraries = librariesIn(lock);
  const allowed = Object.keys(licences);
  const used = new Set();
  const refused = libraries.filter(({ name, licence }) => {
    if (isAllowed(licence, allowed)) return false;
    const exception = exceptions.find(
      (one) => name.startsWith(one.library) && isAllowed(licence, [...allowed, one.licence]),
    );
    used.add(exception);
    return exception === undefined;
  });
  return [
    ...refused.map(({ name, version, licence }) => `${name}@${version}: ${licence}`),
    ...refusedVersions(libraries, old),
    ...exceptions
      .filter((one) => !used.has(one))
      .map(({ library }) => `${library}: an exception that nothing needs`),
    ...Object.keys(overrides)
      .filter((name) => !reasons[name])
      .map((name) => `${name}: an override without a reason`),
    ...Object.keys(reasons)
      .filter((name) => !(name in overrides))
      .map((name) => `${name}: a reason without its override`),
  ];
}

function main() {
  const lock = require(join(ROOT, 'package-lock.json'));
  const { overrides } = require(join(ROOT, 'package.json'));
  const counts = {};
  for (const { licence } of librariesIn(lock)) counts[licence] = (counts[licence] ?? 0) + 1;
  for (const [licence, count] of Object.entries(counts).sort())
    process.stdout.write(`${String(count).padStart(5)}  ${licence}\n`);
  const findings = findingsOf(lock, overrides, require('./libraries.json'));
  for (const finding of findings) process.stderr.write(`${finding}\n`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}

module.exports = { findingsOf, librariesIn };
if (require.main === module) main();
