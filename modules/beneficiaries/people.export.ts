/** People as a table that is taken out: coded facts, never a name, a case number or anything of health. */
import { type ListName, labelOf, list } from '../reference-lists';
import {
  codes,
  dayOrMonth,
  type ExportColumn,
  type ExportList,
  type ExportWords,
} from '../exports';
import { validateDto } from '../platform/web/validation';
import { ListPeopleDto } from './dto/list-people.dto';
import { peopleWhere } from './people.queries';
import { clearFact, fieldsWith, type FieldsWith } from './person.fields';
import { PEOPLE_LIST } from './people-list.view';

const wordsOf = (name: ListName) => (): ExportWords =>
  codes(
    list(name).items.map(({ code }) => code),
    (code, language) => labelOf(name, code, language),
  );

/** Bands as wide as a child's and an adult's life are different; nobody is one of few by their age. */
const AGE_BAND = `CASE WHEN c.age_at_registration < 12 THEN '0-11' WHEN c.age_at_registration < 18 THEN '12-17'
  WHEN c.age_at_registration < 25 THEN '18-24' WHEN c.age_at_registration < 40 THEN '25-39'
  WHEN c.age_at_registration < 60 THEN '40-59' WHEN c.age_at_registration >= 60 THEN '60+' END`;

const field = (name: string) => `people:fields.${name}`;

function factColumn(name: FieldsWith<'hxl'>): ExportColumn {
  const { column, kind, list: chosenFrom, label, hxl } = clearFact(name);
  return {
    key: column,
    label,
    hxl: hxl!,
    words: wordsOf(chosenFrom!),
    ...(kind === 'codes'
      ? { kind: 'codes', sql: `array_to_string(c.${column}, ' ')` }
      : { kind: 'code', sql: `c.${column}` }),
  };
}

const COLUMNS: readonly ExportColumn[] = [
  {
    key: 'registered',
    label: field('registeredOn'),
    hxl: '#date+reported',
    ...dayOrMonth('c.registered_on'),
  },
  {
    key: 'stage',
    label: field('stage'),
    hxl: '#status',
    kind: 'code',
    words: wordsOf('stages'),
    sql: 'c.stage',
  },
  factColumn('sex'),
  {
    key: 'age_at_registration',
    label: field('ageAtRegistration'),
    hxl: '#beneficiary+age',
    kind: 'number',
    sql: 'c.age_at_registration',
    outside: { sql: AGE_BAND, kind: 'text' },
  },
  ...fieldsWith('hxl')
    .filter((name) => name !== 'sex')
    .map(factColumn),
];

export const PEOPLE_EXPORT: ExportList = {
  key: PEOPLE_LIST.key,
  title: 'people:list.title',
  class: 'case_list',
  parts: ['facts'],
  permission: PEOPLE_LIST.permission,
  filters: PEOPLE_LIST.filters,
  caseId: 'c.id',
  person: 'c.id',
  columns: () => COLUMNS,
  source: async (_tx, filters) => {
    const { wheres, params } = peopleWhere(await validateDto(ListPeopleDto, { ...filters }));
    return { from: 'cases c', where: wheres.join(' AND '), params, order: 'c.registered_on, c.id' };
  },
};
