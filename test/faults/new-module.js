/**
 * `mawa new module` in a copy of this checkout: what it writes passes the checks, its own spec over HTTP, and the specs
 * that enumerate modules, routes, words, tables and steps.
 */
const { execFileSync, spawnSync } = require('node:child_process');
const { mkdirSync, mkdtempSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const support = require('./support.js');

const NAME = 'library-loans';
const SOURCES = ['src', 'modules', 'migrations'];
/** Each would name a list in which the module is missing. */
const ENUMERATING = [
  'test/unit',
  'test/access/catalogue',
  'test/access/declared',
  'test/access/session-proofs',
  'test/access/tokens',
  'test/access/token-routes',
  'test/access/row-level-security',
  'test/api',
  'test/database/releases',
  'test/database/schema-files',
  'test/database/upgrade',
];

module.exports = async function newModule({ short }) {
  mkdirSync(join(support.ROOT, '.mawa'), { recursive: true });
  // In this checkout: files of libraries are linked, not copied.
  const copy = mkdtempSync(join(support.ROOT, '.mawa', 'new-module-'));
  const run = (program, ...words) => {
    const { status, stdout, stderr } = spawnSync(program, words, {
      cwd: copy,
      encoding: 'utf8',
      maxBuffer: 1024 ** 3,
    });
    return { status, said: `${stdout}${stderr}` };
  };
  const mawa = (...words) => run(process.execPath, 'bin/mawa.js', 'new', 'module', ...words);
  try {
    copyCheckout(copy);
    const bad = mawa('Library Loans');
    const taken = mawa('hotline');
    const made = mawa(NAME, '--fr', 'Prêts de livres', '--ar', 'إعارة الكتب');
    const dirty = mawa('bicycles');
    run('git', 'add', '--all');
    const changed = run('git', 'diff', '--cached', '--name-only').said.trim().split('\n');
    const code = changed.filter((file) => /\.(ts|cjs)$/.test(file));
    const bin = (name) => join(copy, 'node_modules/.bin', name);
    const checks = {
      types: run(
        process.execPath,
        'node_modules/typescript-native/bin/tsc',
        '-p',
        'test/tsconfig.json',
      ),
      lint: run(bin('oxlint'), ...code),
      format: run(bin('oxfmt'), '--check', '--no-error-on-unmatched-pattern', ...changed),
      boundaries: run(bin('depcruise'), '--config', '.dependency-cruiser.cjs', ...SOURCES),
    };
    const specs = [`test/${NAME}`, ...(short ? [] : ENUMERATING)];
    const tested = run(bin('jest'), '--maxWorkers=2', ...specs);
    return [
      ...Object.entries({
        'a bad name': bad,
        'a module that exists': taken,
        'changes not committed': dirty,
      }).map(([title, { status, said }]) => ({
        title: `${title}: refused with a sentence`,
        good: status === 2 && said.trim().split('\n').length === 1,
        figure: said.trim(),
      })),
      {
        title: 'the module is written',
        good: made.status === 0,
        figure: `${changed.length} files`,
      },
      ...Object.entries(checks).map(([title, { status, said }]) => ({
        title,
        good: status === 0,
        figure: status === 0 ? '' : said,
      })),
      {
        title: 'its spec, and those that enumerate',
        good: tested.status === 0,
        figure: tested.status === 0 ? /^Tests: .*$/m.exec(tested.said)[0] : failuresIn(tested.said),
      },
    ];
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};

/** With what is not committed here; in the copy all of it is. */
function copyCheckout(copy) {
  const git = (...words) => execFileSync('git', words, { cwd: copy, stdio: 'pipe' });
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: support.ROOT,
  });
  const archive = execFileSync('tar', ['-c', '--null', '-T', '-', '--ignore-failed-read'], {
    cwd: support.ROOT,
    input: listed,
    maxBuffer: 1024 ** 3,
  });
  execFileSync('tar', ['-x'], { cwd: copy, input: archive });
  // Linked: 1 GB. What checks remember is left out, for it would be written in both places.
  execFileSync('cp', ['-al', join(support.ROOT, 'node_modules'), copy]);
  rmSync(join(copy, 'node_modules/.cache'), { recursive: true, force: true });
  execFileSync('cp', ['-a', join(support.ROOT, 'dist'), copy]);
  git('init', '--quiet');
  git('add', '--all');
  git(
    '-c',
    'user.name=Drill',
    '-c',
    'user.email=drill@example.org',
    'commit',
    '--quiet',
    '-m',
    'A',
  );
}

const failuresIn = (said) =>
  said
    .split('\n')
    .filter((line) => /●|^FAIL|^Tests:|^\s+[-+] /.test(line))
    .slice(0, 60)
    .join('\n');
