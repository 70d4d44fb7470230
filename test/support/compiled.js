const { createHash } = require('node:crypto');
const { readdirSync, readFileSync } = require('node:fs');
const { mkdir, readFile, rename, rm, writeFile } = require('node:fs/promises');
const { dirname, join, relative, resolve } = require('node:path');

const CHECKOUT = resolve(__dirname, '../..');
const FOLDERS = ['src', 'modules', 'migrations'];
const OUTPUT = join(CHECKOUT, 'node_modules/.cache/mawa-tests');
const LIST = join(OUTPUT, 'compiled.json');
/** So many files are compiled at once. */
const AT_ONCE = 64;

/** How TypeScript becomes JavaScript, for the application and for its tests. */
const SWC = {
  swcrc: false,
  sourceMaps: true,
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    keepClassNames: true,
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
};

/** Where a source of the application stands once compiled. */
const compiledPath = (source) => join(OUTPUT, relative(CHECKOUT, source)).replace(/\.ts$/, '.js');

/**
 * Compiles those sources of the application that changed since the last time. Each is written as a whole
 * and then put in its place: another run may be reading.
 */
async function compileApplication() {
  const before = await readList();
  const now = Object.fromEntries(sources().map((path) => [path, digestOf(path)]));
  const changed = Object.keys(now).filter((path) => now[path] !== before[path]);
  const gone = Object.keys(before).filter((path) => !(path in now));
  if (changed.length + gone.length === 0) return;
  const waiting = [...changed];
  const work = async () => {
    for (let path = waiting.pop(); path; path = waiting.pop()) await compile(path);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  for (const path of gone) await rm(compiledPath(join(CHECKOUT, path)), { force: true });
  // What was made of the sources before (api-document.ts) must not be read as if it were of these.
  for (const made of ['openapi.made-of', 'openapi.json'])
    await rm(join(OUTPUT, made), { force: true });
  await write(LIST, JSON.stringify(now));
  forgetLoaded();
}

/** A run in this very process (`--runInBand`, watching) may have loaded what was there before. */
function forgetLoaded() {
  for (const path of Object.keys(require.cache)) {
    if (path.startsWith(OUTPUT)) delete require.cache[path];
  }
}

function sources() {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(CHECKOUT, folder), { recursive: true })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .map((name) => join(folder, name)),
  );
}

/** Of the source and of all that decides what is made of it. */
function digestOf(path) {
  const source = readFileSync(join(CHECKOUT, path));
  return createHash('sha256').update(HOW).update(source).digest('base64url');
}
const HOW = JSON.stringify([SWC, require('@swc/core').version]);

async function compile(path) {
  const { transform } = require('@swc/core');
  const source = join(CHECKOUT, path);
  const target = compiledPath(source);
  const { code, map } = await transform(await readFile(source, 'utf8'), {
    ...SWC,
    filename: source,
    sourceFileName: relative(dirname(target), source),
    configFile: false,
  });
  await mkdir(dirname(target), { recursive: true });
  await write(`${target}.map`, map);
  await write(target, `${code}\n//# sourceMappingURL=${target.split('/').at(-1)}.map\n`);
}

async function write(path, text) {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, text);
  await rename(unfinished, path);
}

async function readList() {
  try {
    return JSON.parse(await readFile(LIST, 'utf8'));
  } catch {
    return {}; // the first time
  }
}

module.exports = { SWC, compileApplication, compiledPath };
