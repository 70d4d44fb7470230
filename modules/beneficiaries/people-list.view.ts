/** View of the list of people: filters, columns and cells. */
import { listChoices } from '../reference-lists';
import type { ListBar, ListColumn, ListDefinition } from '../views';
import type { Language } from '../platform/shared/actor';
import { formatDate } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import { yearsUntil } from './case-file.view';
import type { ListedPerson } from './list-people.service';
import type { NamesOfPage } from './listed-names/listed-names.service';
import { ageWords, codeWords } from './person.words';

const column = (key: string, label: string, more: Partial<ListColumn> = {}): ListColumn => ({
  key,
  label,
  ...more,
});

export const PEOPLE_LIST: ListDefinition = {
  key: 'people',
  path: '/people',
  permission: 'people:list',
  filters: ['whose', 'stage', 'sex', 'nationality', 'year', 'waiting'],
  columns: [
    column('number', 'people:case_number', { always: true }),
    column('stage', 'people:fields.stage'),
    column('sex', 'people:fields.sex'),
    column('age', 'people:new.age'),
    column('next', 'people:list.next'),
    column('registered', 'people:fields.registeredOn'),
    column('nationality', 'people:fields.nationality', { extra: true }),
    column('languages', 'people:fields.languages', { extra: true }),
    column('access', 'people:fields.accessNeed', { extra: true }),
    column('recruitment', 'people:fields.regionRecruitment', { extra: true }),
    column('exploitation', 'people:fields.regionExploitation', { extra: true }),
  ],
};

interface Cell {
  readonly text: string;
  readonly path?: string;
  readonly number?: boolean;
  readonly tag?: string;
  readonly tagKind?: string;
}

type CellFormatter = (person: ListedPerson, language: Language, offset: number) => Cell;
const code =
  (
    name: Parameters<typeof codeWords>[0],
    of: (person: ListedPerson) => string | null,
  ): CellFormatter =>
  (person, language) => ({ text: codeWords(name, of(person), language) });

const CELLS: Record<string, CellFormatter> = {
  number: ({ id, caseNumber }) => ({ text: caseNumber, path: `/people/${id}`, number: true }),
  stage: code('stages', ({ stage }) => stage),
  sex: code('sexes', ({ sex }) => sex),
  age: ({ age }, language) => ({ text: ageWords(age, language) }),
  next: ({ nextTask }, language, offset) => {
    if (!nextTask) return { text: '' };
    const text = translate(language, `people:file.task.${nextTask.kind}`);
    const day = formatDate(nextTask.dueAt, language, offset);
    return { text, tag: day, tagKind: nextTask.overdue ? 'danger' : '' };
  },
  registered: ({ registeredOn }, language) => ({ text: formatDate(registeredOn, language) }),
  nationality: code('nationalities', ({ nationality }) => nationality),
  languages: ({ languages }, language) => ({
    text: languages.map((one) => codeWords('languages', one, language)).join(' · '),
  }),
  access: code('access_needs', ({ accessNeed }) => accessNeed),
  recruitment: code('regions', ({ regionRecruitment }) => regionRecruitment),
  exploitation: code('regions', ({ regionExploitation }) => regionExploitation),
};

export interface PeopleTable {
  readonly bar: ListBar;
  readonly language: Language;
  readonly offsetMinutes: number;
  readonly names: NamesOfPage;
}

/** Header and rows for `{{> list-table}}`; the name, if shown, is beside the number. */
export function peopleTable(people: readonly ListedPerson[], table: PeopleTable) {
  const { bar, language, offsetMinutes, names } = table;
  const [number, ...others] = bar.heads;
  const name = { label: translate(language, 'people:list.name'), figure: false };
  return {
    heads: names.shown ? [number, name, ...others] : bar.heads,
    rows: people.map((person) => {
      const [first, ...rest] = bar.columns.map(({ key }) =>
        CELLS[key]!(person, language, offsetMinutes),
      );
      return {
        cells: names.shown
          ? [first, { text: names.byCase[person.id] ?? '' }, ...rest]
          : [first, ...rest],
      };
    }),
  };
}

/** Filters of the list. */
export function peopleFilters(language: Language, thisYear: number, nationality?: string) {
  const words = (key: string) => translate(language, `people:list.${key}`);
  const collator = new Intl.Collator(language);
  return {
    stages: listChoices('stages', language),
    sexes: [
      ...listChoices('sexes', language),
      { value: 'unknown', label: translate(language, 'people:not_known') },
    ],
    nationalities: listChoices('nationalities', language, nationality).sort((a, b) =>
      collator.compare(a.label, b.label),
    ),
    years: yearsUntil(thisYear).map((year) => ({ value: String(year), label: String(year) })),
    whoses: [{ value: 'mine', label: words('whose.mine') }],
    waitings: ['overdue', 'week'].map((value) => ({ value, label: words(`waiting.${value}`) })),
  };
}
