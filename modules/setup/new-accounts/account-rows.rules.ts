/** A list of colleagues as it was typed: rows with what they mean, or with everything that is wrong in them. */
import {
  Choices,
  dayIn,
  fold,
  type NamedOrganisation,
  OrganisationNames,
  wordsIn,
} from '../../imports';
import { LANGUAGES, type Language, type Role, ROLES } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { everyName, type LocalNames } from '../../platform/shared/local-names';
import type { CivilDate } from '../../platform/shared/nights.rules';

export const COLUMNS = [
  'name',
  'email',
  'roles',
  'lastDay',
  'shelters',
  'language',
  'organisation',
] as const;
export type Column = (typeof COLUMNS)[number];
export const MOST_ROWS = 200;

export interface AccountRow {
  /** As a spreadsheet numbers it. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  /** Of each of the roles; null where they do not end by themselves. */
  readonly lastDay: CivilDate | null;
  readonly shelterIds: readonly string[];
  readonly language: Language;
  readonly organisationId: string | null;
  readonly errors: readonly DomainError[];
}

interface KnownPlace {
  readonly id: string;
  readonly name: string;
  /** By language, as pages show it. */
  readonly names: LocalNames | null;
}

/** What names in the list may stand for. */
export interface KnownPlaces {
  readonly shelters: readonly KnownPlace[];
  readonly organisations: readonly (KnownPlace & NamedOrganisation)[];
}

type Params = Record<string, string | number>;

interface TypedTable {
  readonly headings: readonly string[];
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

const headingNames = Choices.named(COLUMNS, 'setup:column.', {
  name: ['nom complet', 'full name', 'nom affiché'],
  email: ['email', 'e-mail', 'mail', 'courriel', 'adresse', 'address', 'البريد'],
  roles: ['role', 'rôle', 'الدور'],
  lastDay: ['dernier jour', 'jusqu’au', 'last day', 'until', 'آخر يوم'],
  shelters: ['hébergement', 'shelter', 'maison', 'foyer', 'مركز الإيواء'],
  language: ['lang', 'langage'],
  organisation: ['agence', 'agency', 'المنظمة'],
});
const roleNames = Choices.named(ROLES, 'common:role.');
const languageNames = Choices.named(LANGUAGES, 'common:language.', {
  fr: ['french', 'الفرنسية'],
  ar: ['arabe', 'arabic'],
  en: ['anglais', 'الإنجليزية'],
});

/** Headings by which the table is found, in three languages. */
export const knownHeadings = (): ReadonlySet<string> =>
  new Set(
    headingNames.all.flatMap(({ code, labels, also = [] }) =>
      [code, ...LANGUAGES.map((language) => labels[language]), ...also].map(fold),
    ),
  );

export function readAccountRows(
  { headings, rows }: TypedTable,
  places: KnownPlaces,
  usual: Language,
): AccountRow[] {
  const columns = headings.map((heading) => headingNames.codeFor(heading) as Column | undefined);
  const unknown = headings.find((heading, place) => heading !== '' && !columns[place]);
  if (unknown !== undefined)
    throw wrong('unknown_heading', { heading: unknown.slice(0, 60) }, 'rows');
  if (!columns.includes('name') || !columns.includes('email'))
    throw wrong('headings_needed', {}, 'rows');
  const known = columns.filter((column) => column !== undefined);
  if (new Set(known).size < known.length) throw wrong('heading_twice', {}, 'rows');
  if (rows.length > MOST_ROWS) throw wrong('too_many_rows', { max: MOST_ROWS }, 'rows');
  const organisations = new OrganisationNames(places.organisations);
  const seen = new Map<string, number>();
  return rows.map(({ row, cells }) => {
    const cell = (column: Column) => cells[columns.indexOf(column)]?.trim() ?? '';
    const read = readRow(cell, places.shelters, organisations, usual);
    const errors = [...read.errors];
    const first = seen.get(read.email);
    if (first !== undefined) errors.push(wrong('row_twice', { first }));
    else if (read.email !== '') seen.set(read.email, row);
    return { ...read, row, cells, errors };
  });
}

const wrong = (code: string, params: Params = {}, field?: string): DomainError =>
  new DomainError('invalid', `setup.${code}`, params, field);

type ReadAccountRow = Omit<AccountRow, 'row' | 'cells'>;

function readRow(
  cell: (column: Column) => string,
  shelters: KnownPlaces['shelters'],
  organisations: OrganisationNames<KnownPlaces['organisations'][number]>,
  usual: Language,
): ReadAccountRow {
  const errors: DomainError[] = [];
  const refuse = (code: string, word = '') =>
    void errors.push(wrong(code, { word: word.slice(0, 60) }));
  const [name, email] = [cell('name'), cell('email').toLowerCase()];
  if (name === '') refuse('row_no_name');
  if (name.length > 120) refuse('row_long_name');
  if (!isAddress(email)) refuse('row_address', email);
  const roles = chosen(cell('roles'), (word) => roleNames.codeFor(word), 'row_role', refuse);
  const lastDay = lastDayOf(cell('lastDay'), refuse);
  if (lastDay !== null && roles.length === 0) refuse('row_day_of_no_role');
  const shelterIds = chosen(
    cell('shelters'),
    (word) => {
      const [id, other] = idsOf(shelters, word);
      if (other !== undefined) refuse('row_two_shelters', word);
      return id;
    },
    'row_shelter',
    refuse,
  );
  const [language = usual] = chosen(
    cell('language'),
    (word) => languageNames.codeFor(word),
    'row_language',
    refuse,
  );
  const organisation = cell('organisation');
  const [organisationId = null, another] =
    organisation === '' ? [] : organisations.find(organisation).map(({ id }) => id);
  if (organisation !== '' && organisationId === null) refuse('row_organisation', organisation);
  if (another !== undefined) refuse('row_two_organisations', organisation);
  return {
    name,
    email,
    roles: roles as Role[],
    lastDay,
    shelterIds,
    language: language as Language,
    organisationId,
    errors,
  };
}

function lastDayOf(cell: string, refuse: (code: string, word: string) => void): CivilDate | null {
  if (cell === '') return null;
  const day = dayIn(cell);
  if (day !== null && day !== 'two_digits') return day;
  refuse('row_last_day', cell);
  return null;
}

const idsOf = (places: readonly KnownPlace[], word: string): string[] =>
  places
    .filter(({ name, names }) => everyName(name, names).some((known) => fold(known) === fold(word)))
    .map(({ id }) => id);

/** A name that is one whole cell, or several between commas. */
function chosen(
  cell: string,
  codeOf: (word: string) => string | undefined,
  problem: string,
  refuse: (code: string, word: string) => void,
): string[] {
  const whole = cell === '' ? undefined : codeOf(cell);
  if (whole !== undefined) return [whole];
  const codes = wordsIn(cell).map((word) => {
    const code = codeOf(word);
    if (code === undefined) refuse(problem, word);
    return code;
  });
  return [...new Set(codes.filter((code) => code !== undefined))];
}

/** As the form of one account has it; PostgreSQL has the last word. */
const isAddress = (text: string): boolean =>
  text.length <= 254 && /^[^\s@<>,;"]+@[^\s@<>,;".]+(\.[^\s@<>,;".]+)+$/.test(text);
