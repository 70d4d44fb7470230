/** What `mawa new module` writes: a small module that works, from its name. */
import Handlebars from 'handlebars';
import { type Language } from '../../../modules/platform/shared/actor';
import { MODULE_FILES } from './module-files.data';
import { REGISTRATIONS } from './module-registrations.rules';
import type { NewModule } from './new-module.types';
import { inEachLanguage } from '../../../modules/platform/shared/in-each-language';

type Titles = Partial<Readonly<Record<Language, string>>>;

export interface SourceTree {
  /** Null where there is no such file. */
  read(path: string): string | null;
  /** Names in a folder; none where it is missing. */
  list(path: string): readonly string[];
}

const NAME = /^[a-z]{3,}(-[a-z]+)*$/;
const LONGEST_NAME = 30;
/** Addresses that no entry of the navigation leads to. */
const OTHER_ROUTES = ['account', 'admin', 'api', 'assets', 'home', 'sign-in', 'verify'];
const TEMPLATES = 'src/cli/new-module/files';

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Words, not markup or code: they stand in files of words and in comments. */
const TITLE = /^[^"\\*<>{}\p{Cc}]{1,60}$/u;

/** Why no module of this name can be made; null where one can. */
export function moduleProblem(name: string, titles: Titles, tree: SourceTree): string | null {
  if (!NAME.test(name) || name.length > LONGEST_NAME) {
    return `“${name}” is no name of a module: small letters and hyphens as in library-loans, ${LONGEST_NAME} at most`;
  }
  const folder = ['modules', 'migrations/schema', 'templates', 'test', 'templates/locales/fr'].find(
    (path) => [name, `${name}.json`].some((entry) => tree.list(path).includes(entry)),
  );
  if (folder) return `there is a “${name}” in ${folder} already`;
  const title = Object.values(titles).find((one) => !TITLE.test(one));
  if (title !== undefined) return `“${title}” is no title: words of 60 letters at most`;
  const policy = tree.read('modules/access/permissions.rules.ts') ?? '';
  if (policy.includes(`'${name}:`)) return `permissions of the name “${name}” exist already`;
  const table = `${name.replaceAll('-', '_')}_entries`;
  for (const schema of tree.list('migrations/schema')) {
    const tables = tree.read(`migrations/schema/${schema}/tables.sql`) ?? '';
    if (tables.includes(`CREATE TABLE ${table} (`)) return `there is a table ${table} already`;
  }
  if (OTHER_ROUTES.includes(name)) return `there is a page /${name} already`;
  const navigation = tree.read('modules/platform/web/navigation.ts') ?? '';
  if (navigation.includes(`path: '/${name}'`)) return `there is a page /${name} already`;
  return null;
}

export function newModule(name: string, titles: Titles, tree: SourceTree): NewModule {
  const words = name.replaceAll('-', ' ');
  const pascal = name.split('-').map(capitalised).join('');
  const titleOf = (language: Language) => titles[language] ?? capitalised(words);
  return {
    name,
    words,
    pascal,
    snake: name.replaceAll('-', '_'),
    titles: inEachLanguage((language) => titleOf(language)),
    step: nextStep(pascal, tree),
    version: (JSON.parse(tree.read('package.json')!) as { version: string }).version,
  };
}

/** Files have a number of their own, and steps of a file one each. */
function nextStep(pascal: string, tree: SourceTree): NewModule['step'] {
  const files = tree.list('migrations/steps').map((file) => Number.parseInt(file, 10) || 0);
  const steps = tree.read('migrations/steps/index.ts')!.matchAll(/[a-z](17\d{11})\b/g);
  const last = Math.max(...[...steps].map(([, number]) => Number(number)));
  return {
    number: String(Math.max(...files) + 1).padStart(4, '0'),
    className: `Add${pascal}${last + 1}`,
  };
}

/** Each file with the text that it gets, new ones first; nothing is written here. */
export function moduleFiles(module: NewModule, tree: SourceTree): Map<string, string> {
  const fill = (text: string): string =>
    Handlebars.compile(text, { noEscape: true, strict: true })(module);
  const files = new Map<string, string>();
  for (const [template, path] of Object.entries(MODULE_FILES)) {
    files.set(fill(path), fill(tree.read(`${TEMPLATES}/${template}.hbs`)!));
  }
  for (const [path, register] of Object.entries(REGISTRATIONS)) {
    try {
      files.set(path, register(tree.read(path)!, module));
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}; nothing was written`, {
        cause: error,
      });
    }
  }
  return files;
}
