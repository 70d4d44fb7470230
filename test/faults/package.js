/**
 * The archive of `npm run package` in an empty folder: its checksums hold, production libraries are installed
 * without a program of theirs being run, and what is then there serves pages and commands.
 */
const { execFile, spawn } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { promisify } = require('node:util');
const tar = require('tar');
const support = require('./support.js');

const { version } = require('../../package.json');

const ROOT = resolve(__dirname, '../..');
const run = promisify(execFile);

module.exports = async function packageDrill() {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-package-'));
  try {
    const made = await make(join(folder, 'made'));
    const again = await make(join(folder, 'again'));
    tar.extract({ file: made.archive, cwd: folder, sync: true });
    const tree = join(folder, `mawa-${version}`);
    const installed = await npm(tree, 'ci', '--omit=dev', '--prefer-offline');
    const served = await serve(tree, join(folder, 'data'));
    return [
      {
        title: 'each checksum is that of its file, and a second archive is the same byte for byte',
        good:
          made.sums.length === 2 &&
          made.sums.every(holds) &&
          made.sums[0].sum === again.sums[0].sum,
        figure: made.sums.map(({ name }) => name).join(', '),
      },
      {
        title: 'the list of libraries names each one of production and no other',
        ...sameNames(librariesOf(made.libraries), productionOf(tree)),
      },
      {
        title: 'production libraries are installed, and none that only a developer needs',
        good: installed && !existsSync(join(tree, 'node_modules/jest')),
      },
      { title: '/healthz and the page of sign-in answer', good: served.pages, figure: served.said },
      {
        title: 'npx mawa doctor finds nothing wrong',
        good: served.wrong.length === 0,
        figure: served.wrong.join(' | '),
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function make(folder) {
  await run(process.execPath, [join(ROOT, 'deploy/package.js'), folder]);
  const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('  '))
    .map(([sum, name]) => ({ sum, name, path: join(folder, name) }));
  return { sums, archive: sums[0].path, libraries: sums[1].path };
}

const holds = ({ sum, path }) =>
  createHash('sha256').update(readFileSync(path)).digest('hex') === sum;

const npm = (tree, ...words) =>
  run('npm', [...words, '--no-audit', '--no-fund'], { cwd: tree }).then(
    () => true,
    () => false,
  );

const librariesOf = (file) =>
  JSON.parse(readFileSync(file, 'utf8')).components.map((one) => `${one.name}@${one.version}`);

/** What package-lock.json of the archive holds for production. */
function productionOf(tree) {
  const { packages } = JSON.parse(readFileSync(join(tree, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev }]) => path && !dev)
    .map(([path, one]) => `${one.name ?? path.split('node_modules/').at(-1)}@${one.version}`);
}

function sameNames(said, held) {
  const [a, b] = [new Set(said), new Set(held)];
  const apart = [...a].filter((one) => !b.has(one)).concat([...b].filter((one) => !a.has(one)));
  return {
    good: apart.length === 0,
    figure: `${a.size} libraries${apart.map((one) => `, ${one}`).join('')}`,
  };
}

/** Key file, process, two addresses, doctor. */
async function serve(tree, data) {
  const port = await support.freePort();
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    MAWA_DATA: data,
    PORT: String(port),
  };
  const mawa = (...words) => run('npx', ['--no-install', 'mawa', ...words], { cwd: tree, env });
  await mawa('keys', 'create');
  const child = spawn(process.execPath, ['dist/src/main.js'], { cwd: tree, env, stdio: 'ignore' });
  const ended = new Promise((done) => child.once('exit', done));
  try {
    await firstAnswer(port);
    const status = async (path) => (await support.call(port, 'GET', path)).status;
    const answers = [await status('/healthz'), await status('/sign-in')];
    const looked = await mawa('doctor').catch((error) => error);
    const wrong = looked.stdout?.includes('Clocks')
      ? support.wrongForDoctor(looked.stdout)
      : [`it did not look: ${looked.stderr ?? looked.message}`];
    return { pages: answers.every((one) => one === 200), said: answers.join(', '), wrong };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** The first start makes the database: three minutes on a machine that does other work as well. */
async function firstAnswer(port) {
  for (const until = Date.now() + 180_000; Date.now() < until;) {
    const answer = await support.call(port, 'GET', '/healthz').catch(() => null);
    if (answer?.status === 200) return;
    await support.pause(250);
  }
  throw new Error('nothing answered within three minutes');
}
