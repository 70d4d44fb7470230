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

const coded = (
  key: string,
  name: ListName,
  hxl: string,
  column: { label: string; sql: string; kind?: 'codes' },
): ExportColumn => ({ key, kind: 'code', hxl, words: wordsOf(name), ...column });
const field = (name: string) => `people:fields.${name}`;

const COLUMNS: readonly ExportColumn[] = [
  {
    key: 'registered',
    label: field('registeredOn'),
    hxl: '#date+reported',
    ...dayOrMonth('c.registered_on'),
  },
  coded('stage', 'stages', '#status', { label: field('stage'), sql: 'c.stage' }),
  coded('sex', 'sexes', '#beneficiary+sex', { label: field('sex'), sql: 'c.sex' }),
  {
    key: 'age_at_registration',
    label: field('ageAtRegistration'),
    hxl: '#beneficiary+age',
    kind: 'number',
    sql: 'c.age_at_registration',
    outside: { sql: AGE_BAND, kind: 'text' },
  },
  coded('age_certainty', 'age_certainties', '#beneficiary+age+type', {
    label: field('ageCertainty'),
    sql: 'c.age_certainty',
  }),
  coded('nationality', 'nationalities', '#country+origin', {
    label: field('nationality'),
    sql: 'c.nationality',
  }),
  coded('languages', 'languages', '#beneficiary+language', {
    label: field('languages'),
    sql: `array_to_string(c.languages, ' ')`,
    kind: 'codes',
  }),
  coded('access_need', 'access_needs', '#need+access', {
    label: field('accessNeed'),
    sql: 'c.access_need',
  }),
  coded('region_recruitment', 'regions', '#adm1+origin', {
    label: field('regionRecruitment'),
    sql: 'c.region_recruitment',
  }),
  coded('region_exploitation', 'regions', '#adm1+occurred', {
    label: field('regionExploitation'),
    sql: 'c.region_exploitation',
  }),
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
