/**
 * The tests that a change reaches, of what differs from main and of what is not committed. By imports for
 * rules and for what stands in test/; an HTTP spec imports the whole application, so there the folder of test/
 * that has the name of the changed module counts. A template or a file of sentences reaches the modules that
 * name it.
 */
const { execFileSync } = require('node:child_process');
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { isAbsolute, join, resolve } = require('node:path');

const CHECKOUT = resolve(__dirname, '../..');

const run = (program, ...words) =>
  execFileSync(program, words, { cwd: CHECKOUT, encoding: 'utf8' }).split('\n').filter(Boolean);

function changedFiles() {
  const [base] = run('git', 'merge-base', 'HEAD', 'main');
  const changed = run('git', 'diff', '--name-only', base);
  const added = run('git', 'ls-files', '--others', '--exclude-standard');
  return [...new Set([...changed, ...added])];
}

/** How a template (`'beds/board'`) or a file of sentences (`'beds:…`) is named by what uses it. */
function nameOf(path) {
  const sentences = /^templates\/locales\/\w+\/([\w-]+)\.json$/.exec(path);
  if (sentences) return `${sentences[1]}:`;
  const template = /^templates\/(?!layouts|partials|locales)(.+)\.(hbs|typ)$/.exec(path);
  return template ? template[1] : null;
}

const filesIn = (folder, ending) =>
  readdirSync(join(CHECKOUT, folder), { recursive: true })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name));

function filesNaming(name) {
  const users = [
    ...filesIn('modules', /(?<!spec)\.ts$/),
    ...(name.endsWith(':') ? filesIn('templates', /\.hbs$/) : []),
  ];
  return users.filter((path) => {
    const text = readFileSync(join(CHECKOUT, path), 'utf8');
    return ["'", '"', '`'].some((quote) => text.includes(quote + name));
  });
}

/** The parts of the application to which a file belongs: modules, and folders of src/ and of modules/platform. */
function partsOf(path) {
  const [top, second, third] = path.split('/');
  if (second === 'platform') return [third];
  if (top === 'modules' || top === 'src') return [second];
  if (top === 'migrations') return second === 'schema' ? ['database', third] : ['database'];
  if (top !== 'templates') return [];
  const name = nameOf(path);
  return name ? filesNaming(name).flatMap(partsOf) : ['web'];
}

const related = (project, files) =>
  files.length === 0
    ? []
    : run(
        process.execPath,
        'node_modules/jest/bin/jest.js',
        '--listTests',
        '--selectProjects',
        project,
        '--findRelatedTests',
        ...files,
      ).filter(isAbsolute);

/** Paths of the specs to run for files that were changed, added or removed. */
module.exports = function specsOfChange(changed = changedFiles()) {
  const present = changed.filter((path) => existsSync(join(CHECKOUT, path)));
  const code = present.filter((path) => /\.(ts|js)$/.test(path));
  const inTests = code.filter((path) => path.startsWith('test/'));
  const folders = changed.flatMap(partsOf).map((part) => `test/${part}`);
  const beside = [...new Set(folders)]
    .filter((folder) => existsSync(join(CHECKOUT, folder)))
    .flatMap((folder) => filesIn(folder, /spec\.ts$/));
  // Compare the sentences of the three languages, and the fields of forms with what is said of them.
  if (changed.some((path) => path.startsWith('templates/'))) {
    beside.push(...filesIn('test/unit', /^[\w-]+\.spec\.ts$/));
  }
  const specs = [
    ...related('rules', code),
    ...related('http', inTests),
    ...beside.map((path) => join(CHECKOUT, path)),
  ];
  return [...new Set(specs)].sort();
};
