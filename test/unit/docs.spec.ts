import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { ROOT } from '../../modules/platform/config/root';

const MOST_SIGNS_A_LINE = 400;
const MOST_SIGNS_A_CELL = 200;
const FIRST_PAGE = 'README.md';
const GLOSSARY = 'docs/glossary.md';

const trackedFiles = (...patterns: string[]): string[] =>
  execFileSync('git', ['ls-files', '--', ...patterns], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const PAGES = trackedFiles('*.md', ':!test/fixtures');
const DOCS_PAGES = PAGES.filter((page) => page.startsWith('docs/'));

const isTableRow = (line: string): boolean => line.startsWith('|');
const cellsOf = (row: string): string[] => row.split(/(?<!\\)\|/).map((cell) => cell.trim());

const linesWhere = (isWrong: (line: string) => boolean): string[] =>
  PAGES.flatMap((page) =>
    textOf(page)
      .split('\n')
      .flatMap((line, index) => (isWrong(line) ? [`${page}:${index + 1}`] : [])),
  );

interface PageLink {
  readonly page: string;
  readonly target: string;
}

/** Relative links, as files of the repository; addresses of the web and places within a page are left out. */
function linksOf(page: string): PageLink[] {
  const text = textOf(page).replaceAll(/^```[\s\S]*?^```|`[^`\n]*`/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, address]) => address!.replace(/#.*$/, ''))
    .filter((address) => address !== '' && !/^[a-z]+:/.test(address))
    .map((address) => ({ page, target: normalize(join(dirname(page), address)) }));
}

/** Tracked files, with and without what follows the first point of their names, and folders. */
function namesOfFiles(): Set<string> {
  const names = new Set<string>();
  for (const file of trackedFiles('.')) {
    const parts = file.split('/');
    parts.forEach((_, index) => names.add(parts.slice(0, index + 1).join('/')));
    names.add(join(dirname(file), basename(file).replace(/\..*$/, '')));
    names.add(file.replace(/\.[^.]+$/, ''));
  }
  return names;
}

const FOLDERS = 'modules|src|migrations|templates|test|bench|deploy|bin|public|clients|docs';
const PATH = new RegExp(`\`((?:${FOLDERS})/[\\w./{},-]+?)/?(?::\\d+)?\``, 'g');

/** Paths of the repository in backticks, without those that have a place holder; `{fr,ar}` is one path each. */
function pathsNamedIn(page: string): string[] {
  return [...textOf(page).matchAll(PATH)].flatMap(([, path]) => {
    const [, before = path!, choices = '', after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(path!) ?? [];
    return choices.split(',').map((choice) => before + choice + after);
  });
}

function pagesReachedFrom(first: string): Set<string> {
  const reached = new Set([first]);
  for (const page of reached) {
    for (const { target } of linksOf(page)) if (PAGES.includes(target)) reached.add(target);
  }
  return reached;
}

interface GlossaryEntry {
  readonly term: string;
  readonly french: string;
  readonly arabic: string;
  readonly names: readonly string[];
}

function glossaryEntryOf(line: string): GlossaryEntry {
  const term = /^- \*\*(.+?)\*\*/.exec(line)?.[1] ?? line;
  const [, french = '', arabic = ''] = /\(fr: (.*?); ar: (.*?)\)\. /.exec(line) ?? [];
  const code = /In code: (.*?)(?: Source: |$)/.exec(line)?.[1] ?? '';
  return { term, french, arabic, names: [...code.matchAll(/`([^`]+)`/g)].map(([, name]) => name!) };
}

const GLOSSARY_ENTRIES = textOf(GLOSSARY)
  .split('\n')
  .filter((line) => line.startsWith('- **'))
  .map(glossaryEntryOf);

/** Words of the code, hyphens included, and the paths of its files and folders. */
function namesInCode(): { words: Set<string>; paths: Set<string> } {
  const words = new Set<string>();
  const paths = new Set<string>();
  for (const file of trackedFiles('modules', 'src', 'migrations')) {
    if (!existsSync(join(ROOT, file))) continue;
    for (const [word] of textOf(file).matchAll(/[\w-]+/g)) {
      words.add(word);
      for (const part of word.split('-')) words.add(part);
    }
    const folders = file.split('/');
    folders.forEach((_, index) => paths.add(folders.slice(0, index + 1).join('/')));
  }
  return { words, paths };
}

describe('Pages for readers', () => {
  it('have no line that is too long to read', () => {
    expect(linesWhere((line) => line.length > MOST_SIGNS_A_LINE)).toEqual([]);
  });

  it('have no table cell that holds prose', () => {
    const isLong = (cell: string): boolean => cell.length > MOST_SIGNS_A_CELL;
    expect(linesWhere((line) => isTableRow(line) && cellsOf(line).some(isLong))).toEqual([]);
  });

  it('are reached by links from the README', () => {
    const reached = pagesReachedFrom(FIRST_PAGE);
    expect(DOCS_PAGES.filter((page) => !reached.has(page))).toEqual([]);
  });

  it('link only to files that exist', () => {
    const broken = PAGES.flatMap(linksOf).filter(({ target }) => !existsSync(join(ROOT, target)));
    expect(broken).toEqual([]);
  });

  it('name only files and folders that exist', () => {
    const named = PAGES.flatMap((page) => pathsNamedIn(page).map((path) => ({ page, path })));
    expect(named.length).toBeGreaterThan(400);
    const known = namesOfFiles();
    expect(named.filter(({ path }) => !known.has(path))).toEqual([]);
  });

  it('are named only where they exist', () => {
    const files = trackedFiles('modules', 'src', 'migrations', 'test').concat(PAGES);
    const named = files
      .filter((file) => existsSync(join(ROOT, file)))
      .flatMap((file) => {
        const pages = textOf(file).match(/\bdocs\/[\w-]+\.md/g) ?? [];
        return pages.map((page) => ({ file, page }));
      });
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ page }) => !existsSync(join(ROOT, page)))).toEqual([]);
  });
});

describe('The glossary', () => {
  it('says each term in French and in Arabic', () => {
    const lacking = GLOSSARY_ENTRIES.filter(
      ({ french, arabic }) =>
        !/\p{Script=Latin}/u.test(french) || !/\p{Script=Arabic}/u.test(arabic),
    );
    expect(GLOSSARY_ENTRIES.length).toBeGreaterThan(100);
    expect(lacking.map(({ term }) => term)).toEqual([]);
  });

  it('names only what the code has', () => {
    const { words, paths } = namesInCode();
    const fileNames = [...paths].map((path) => basename(path));
    const isFileName = (name: string): boolean =>
      name.startsWith('*')
        ? fileNames.some((file) => file.endsWith(name.slice(1)))
        : fileNames.some((file) => file === name || file.startsWith(`${name}.`));
    const isKnown = (name: string): boolean =>
      paths.has(name) || isFileName(name) || name.split('.').every((part) => words.has(part));
    const unknown = GLOSSARY_ENTRIES.flatMap(({ term, names }) =>
      names.filter((name) => !isKnown(name)).map((name) => `${term}: ${name}`),
    );
    expect(
      GLOSSARY_ENTRIES.filter(({ names }) => names.length === 0).map(({ term }) => term),
    ).toEqual([]);
    expect(unknown).toEqual([]);
  });
});
