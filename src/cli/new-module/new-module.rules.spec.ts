import { VERSION } from '../../../modules/platform/config/version';
import { MODULE_FILES } from './module-files.data';
import { REGISTRATIONS } from './module-registrations.rules';
import { moduleFiles, moduleProblem, newModule, type SourceTree } from './new-module.rules';
import { SOURCE_TREE } from './source-tree';

const TITLES = { fr: 'Prêts de livres', ar: 'إعارة الكتب', en: 'Library loans' };
const NAMES = /library.?loans/gi;

describe('a new module', () => {
  const module = newModule('library-loans', TITLES, SOURCE_TREE);
  const files = moduleFiles(module, SOURCE_TREE);
  const added = (path: string): string[] => {
    const before = new Set(SOURCE_TREE.read(path)!.split('\n'));
    return files
      .get(path)!
      .split('\n')
      .filter((line) => !before.has(line));
  };

  it('has its names from one', () => {
    expect(module).toMatchObject({
      snake: 'library_loans',
      pascal: 'LibraryLoans',
      words: 'library loans',
      titles: TITLES,
      version: VERSION,
    });
    expect(newModule('library-loans', {}, SOURCE_TREE).titles.fr).toBe('Library loans');
  });

  it('has new files with every place filled in', () => {
    const made = [...files].filter(([path]) => !REGISTRATIONS[path]);
    expect(made).toHaveLength(Object.keys(MODULE_FILES).length);
    const pages = made.filter(([path]) => path.endsWith('.hbs'));
    expect(pages.map(([path]) => path)).toEqual(['templates/library-loans/list.hbs']);
    expect(pages[0]![1]).toContain(`{{t 'library-loans:label'}}`);
    const code = made.filter((file) => !pages.includes(file));
    expect(code.filter(([, text]) => /\{\{/.test(text))).toEqual([]);
    expect(made.filter(([path]) => SOURCE_TREE.read(path) !== null)).toEqual([]);
  });

  it('has words in the same keys in three languages', () => {
    const keysIn = (language: string) =>
      Object.keys(
        JSON.parse(files.get(`templates/locales/${language}/library-loans.json`)!) as object,
      );
    expect(keysIn('ar')).toEqual(keysIn('fr'));
    expect(keysIn('en')).toEqual(keysIn('fr'));
  });

  it('has the same tables in its step as in its schema file', () => {
    const statements = (text: string) =>
      text.match(/(?:CREATE|GRANT)[^;]+;/g)!.map((one) => one.replaceAll(/\s+/g, ' '));
    const [step] = [...files].find(([path]) => path.startsWith('migrations/steps/0'))!;
    const tables = statements(files.get('migrations/schema/library-loans/tables.sql')!);
    expect(tables).toHaveLength(3);
    expect(statements(files.get(step)!)).toEqual(tables);
  });

  it.each(Object.keys(REGISTRATIONS))('is added to %s, which keeps all that it had', (path) => {
    const lines = added(path);
    expect(lines.join('\n')).toMatch(NAMES);
    expect(lines.length).toBeLessThan(6);
    const kept = new Set(files.get(path)!.split('\n'));
    const lost = SOURCE_TREE.read(path)!
      .split('\n')
      .filter((line) => !kept.has(line));
    // A name on a line that others stand on, and a comma after what was the last word.
    expect(lost.length).toBeLessThanOrEqual(path.includes('locales') ? 2 : 1);
    if (path.endsWith('.json')) expect(() => JSON.parse(files.get(path)!)).not.toThrow();
  });

  it('is one of several: the next has another step, and a place in the same lists', () => {
    const tree: SourceTree = {
      read: (path) => files.get(path) ?? SOURCE_TREE.read(path),
      list: (path) => [
        ...SOURCE_TREE.list(path),
        ...[...files.keys()]
          .filter((file) => file.startsWith(`${path}/`))
          .map((file) => file.slice(path.length + 1).split('/')[0]!),
      ],
    };
    const next = newModule('bicycles', {}, tree);
    expect(Number(next.step.number)).toBe(Number(module.step.number) + 1);
    expect(next.step.className).not.toBe(module.step.className.replace('LibraryLoans', 'Bicycles'));
    expect(moduleFiles(next, tree).size).toBe(files.size);
    expect(moduleProblem('library-loans', {}, tree)).toContain('already');
  });

  it.each([
    ['Library', 'no name of a module'],
    ['library_loans', 'no name of a module'],
    ['library-', 'no name of a module'],
    ['../loans', 'no name of a module'],
    ['li', 'no name of a module'],
    ['a'.repeat(31), 'no name of a module'],
    ['', 'no name of a module'],
    ['hotline', 'in modules already'],
    ['legal', 'in templates already'],
    ['beds', 'in templates already'],
    ['matched', 'there is a table matched_entries already'],
    ['sign-in', 'there is a page /sign-in already'],
    ['caseload', 'permissions of the name'],
    ['arrivals', 'permissions of the name'],
  ])('is refused as “%s”', (name, sentence) => {
    expect(moduleProblem(name, {}, SOURCE_TREE)).toContain(sentence);
  });

  it('is refused with a title that is no text', () => {
    expect(moduleProblem('library-loans', { fr: 'Prêts "de" livres' }, SOURCE_TREE)).toContain(
      'is no title',
    );
    expect(moduleProblem('library-loans', TITLES, SOURCE_TREE)).toBeNull();
  });

  it('names the file of a list that it does not find its place in, before anything is written', () => {
    const tree: SourceTree = {
      ...SOURCE_TREE,
      read: (path) => (path === 'src/app.module.ts' ? '' : SOURCE_TREE.read(path)),
    };
    expect(() => moduleFiles(module, tree)).toThrow(/^src\/app\.module\.ts: expected exactly one/);
  });
});
