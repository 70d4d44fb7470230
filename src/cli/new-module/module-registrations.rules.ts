/** The lists of the repository in which a module stands, and how its name is added to each. */
import { applyEdits, modify } from 'jsonc-parser';
import { LANGUAGES, type Language } from '../../../modules/platform/shared/actor';
import type { NewModule } from './new-module.types';

/** The text of a file with the module in it. */
type Registration = (text: string, module: NewModule) => string;

const ROLES = "['shelter_manager', 'shelter_staff']";

/** Beside the link on the first page. */
const SENTENCES: Readonly<Record<Language, (title: string) => string>> = {
  fr: (title) => `${title}, dans vos maisons.`,
  ar: (title) => `${title} في مراكز الإيواء التي تعملون فيها.`,
  en: (title) => `${title} of your houses.`,
};

/** `anchor` is a text that the file has once. */
function addAfter(text: string, anchor: string, added: string): string {
  const parts = text.split(anchor);
  if (parts.length !== 2) throw new Error(`expected exactly one “${anchor.trim()}”`);
  return `${parts[0]}${anchor}${added}${parts[1]}`;
}

const addBefore = (text: string, anchor: string, added: string): string => {
  const at = text.lastIndexOf(anchor);
  if (at < 0) throw new Error(`there is no “${anchor.trim()}”`);
  return `${text.slice(0, at)}${added}${text.slice(at)}`;
};

/** Before the first of the matches whose name comes later, else after the last line of `text`. */
function addInOrder(text: string, pattern: RegExp, name: string, added: string): string {
  const later = [...text.matchAll(pattern)].find(([, other]) => other! > name);
  return later ? `${text.slice(0, later.index)}${added}${text.slice(later.index)}` : text + added;
}

function addWord(text: string, path: string[], word: string): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  return applyEdits(text, modify(text, path, word, { formattingOptions }));
}

const diagramOf = ({ name, snake }: NewModule): string =>
  [
    `## ${name}`,
    '',
    '```mermaid',
    'erDiagram',
    `  shelters ||--o{ ${snake}_entries : "shelter_id"`,
    '```',
    '',
    '',
  ].join('\n');

export const REGISTRATIONS: Readonly<Record<string, Registration>> = {
  '.dependency-cruiser.cjs': (text, { name }) =>
    addAfter(text, `    'past-records',\n`, `    '${name}',\n`),
  'src/app.module.ts': (text, { name, pascal }) => {
    const imported = `import { ${pascal}Module } from '../modules/${name}';\n`;
    const anchor = `import { PastRecordsModule } from '../modules/past-records';\n`;
    return addAfter(
      addAfter(text, anchor, imported),
      `        PastRecordsModule,\n`,
      `        ${pascal}Module,\n`,
    );
  },
  'modules/access/permissions.rules.ts': (text, { name }) =>
    addAfter(
      text,
      `  'items:switch': ['shelter_manager'],\n`,
      `  '${name}:read': ${ROLES},\n  '${name}:write': ${ROLES},\n`,
    ),
  'modules/access/tokens/token-scope.rules.ts': (text, { name }) =>
    addAfter(text, `  house: ['house',`, ` '${name}',`),
  'modules/platform/web/navigation.ts': (text, { name }) =>
    addBefore(
      text,
      `  { key: 'referrals',`,
      `  { key: '${name}', icon: 'list-details', path: '/${name}', roles: ${ROLES}, under: 'help' },\n`,
    ),
  'modules/oversight/audit-log/audit-acts.data.ts': (text, { name }) => {
    const [head, rest, ...more] = text.split(/(?<=^export const ACT_VERBS.*\n)/m);
    if (!rest || more.length > 0) throw new Error('there is no ACT_VERBS');
    return head + addInOrder(rest, /^ {2}'?([a-z_-]+)'?:/gm, name, `  '${name}': 'add',\n`);
  },
  'migrations/schema-paths.ts': (text, { name }) =>
    addBefore(text, `] as const;\n`, `  '${name}',\n`),
  'migrations/steps/index.ts': (text, { name, step: { number, className } }) =>
    addBefore(
      addBefore(
        text,
        `\n/**\n * A change of tables`,
        `import { ${className} } from './${number}-${name}';\n`,
      ),
      `];\n`,
      `  ${className},\n`,
    ),
  'docs/tables.md': (text, module) =>
    addInOrder(`${text}\n`, /^## (.+)$/gm, module.name, diagramOf(module)).replace(/\n+$/, '\n'),
  ...Object.fromEntries(
    LANGUAGES.flatMap((language): [string, Registration][] => [
      [
        `templates/locales/${language}/common.json`,
        (text, { name, titles }) =>
          addWord(
            addWord(text, ['nav', name], titles[language]),
            ['home', name],
            SENTENCES[language](titles[language]),
          ),
      ],
      [
        `templates/locales/${language}/audit-acts.json`,
        (text, { snake, titles }) => addWord(text, ['group', snake], titles[language]),
      ],
    ]),
  ),
};
