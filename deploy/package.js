/**
 * `npm run package`: one archive of the built tree in out/package, which runs after `npm ci --omit=dev`, with
 * the list of its libraries (CycloneDX) and the checksums of both.
 */
const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join, resolve } = require('node:path');
const tar = require('tar');
const { findingsOf } = require('./check-libraries');
const { name, overrides, version } = require('../package.json');

const ROOT = resolve(__dirname, '..');
const CONTENTS = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'bin',
  'deploy',
  'dist',
  'docs',
  'migrations',
  'public',
  'templates',
];
/** What a debugger or a compiler reads, and no process. */
const LEFT_OUT = /\.(map|ts|tsbuildinfo)$/;

/** The same tree gives the same bytes: no owner and no time of this machine is kept. */
const pack = (file, folder) =>
  tar.create(
    {
      cwd: ROOT,
      file,
      gzip: { level: 9 },
      prefix: folder,
      portable: true,
      sync: true,
      mtime: new Date(0),
      filter: (path) => !LEFT_OUT.test(path),
    },
    CONTENTS,
  );

/**
 * Of the production dependencies, as package-lock.json holds them. What only developers install is taken out
 * first: `npm sbom --omit dev` also leaves out what both need.
 */
function librariesOf() {
  const production = mkdtempSync(join(tmpdir(), 'mawa-libraries-'));
  try {
    const { devDependencies: _, ...described } = require('../package.json');
    const lock = require('../package-lock.json');
    const packages = Object.fromEntries(
      Object.entries(lock.packages)
        .filter(([, { dev }]) => !dev)
        .map(([path, { devDependencies: __, ...one }]) => [path, one]),
    );
    writeJson(join(production, 'package.json'), described);
    writeJson(join(production, 'package-lock.json'), { ...lock, packages });
    const list = JSON.parse(
      execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
        cwd: production,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
        shell: process.platform === 'win32',
      }),
    );
    // npm takes the name of the folder, and every package for a library.
    Object.assign(list.metadata.component, { name, type: 'application' });
    return list;
  } finally {
    rmSync(production, { recursive: true, force: true });
  }
}

const writeJson = (file, value) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);

const checksum = (file) =>
  `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${basename(file)}\n`;

function main(folder = join(ROOT, 'out/package')) {
  const findings = findingsOf(require('../package-lock.json'), overrides, require('./libraries'));
  if (findings.length > 0) throw new Error(findings.join('\n'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, `${name}-${version}.tar.gz`);
  const libraries = join(folder, `${name}-${version}.cdx.json`);
  pack(archive, `${name}-${version}`);
  writeJson(libraries, librariesOf());
  writeFileSync(join(folder, 'SHA256SUMS'), checksum(archive) + checksum(libraries));
  process.stdout.write(`${archive}\n`);
}

main(process.argv[2]);
