/**
 * `npm run client`: the typed client of the API as a package (out/client), made from the document of the build.
 * `npm pack ./out/client` makes the archive that other programs install.
 */
const { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const ts = require('typescript');

const ROOT = resolve(__dirname, '../..');
const OPTIONS = { declaration: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };

async function makeClient(documentPath, folder) {
  const { default: openapiTS, astToString } = await import('openapi-typescript');
  const document = JSON.parse(readFileSync(documentPath, 'utf8'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const types = astToString(await openapiTS(document));
  writeFileSync(join(folder, 'schema.d.ts'), types);
  writeFileSync(
    join(folder, 'package.json'),
    `${JSON.stringify(description(document), null, 2)}\n`,
  );
  compile(folder);
  copyFileSync(join(__dirname, 'README.md'), join(folder, 'README.md'));
  copyFileSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
}

function description({ info }) {
  const { license, devDependencies, engines } = require('../../package.json');
  return {
    name: 'mawa-client',
    version: info.version,
    description: 'Typed client of the API of Mawa',
    license,
    type: 'module',
    engines,
    main: './index.js',
    types: './index.d.ts',
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    files: ['index.js', 'index.d.ts', 'schema.d.ts'],
    dependencies: { 'openapi-fetch': devDependencies['openapi-fetch'] },
  };
}

/** Without looking at types: test/api does that, of all that is installed at once. */
function compile(folder) {
  const source = readFileSync(join(__dirname, 'index.ts'), 'utf8');
  const { outputText: code } = ts.transpileModule(source, { compilerOptions: OPTIONS });
  const { outputText: types } = ts.transpileDeclaration(source, { compilerOptions: OPTIONS });
  writeFileSync(join(folder, 'index.js'), code);
  writeFileSync(join(folder, 'index.d.ts'), types);
}

const [documentPath = join(ROOT, 'dist/openapi.json'), folder = join(ROOT, 'out/client')] =
  process.argv.slice(2);
makeClient(documentPath, folder).then(
  () => process.stdout.write(`${folder}\n`),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
