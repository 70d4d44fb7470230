/** Ages of CTDC put together: a table of nine bands by gender would hide all of itself. */
import { translate } from '../../platform/web/i18n';
import type { CtdcCombination } from '../../beneficiaries';
import type { Column, Row, TableBlock } from '../../report-documents';
import { shareOf } from '../../platform/shared/share.rules';
import { EVERYBODY } from '../../donor-reports';
import type { YearFacts } from './year-facts.rules';

export const CHILD_BANDS: readonly string[] = ['0--8', '9--17'];
export type AgeGroup = '0-17' | '18+';

export const ageGroupOf = ({ ageBroad }: Pick<CtdcCombination, 'ageBroad'>): AgeGroup | null =>
  ageBroad === null ? null : CHILD_BANDS.includes(ageBroad) ? '0-17' : '18+';

/** Name of a number that several tables contain. */
export const AGE_FIGURES: Readonly<Record<AgeGroup, string>> = {
  '0-17': 'age.children',
  '18+': 'age.adults',
};

/** Adds two rows that sum the bands, named so that the same numbers in other tables are linked to them. */
export function childrenAndAdults(table: TableBlock, facts: YearFacts): TableBlock {
  const peopleOf = (row: Row) => Number(row.cells['people']);
  const known = peopleOf(table.rows.find(({ key }) => key === 'known')!);
  const group = (key: AgeGroup, isOwn: (band: string) => boolean): Row => {
    const own = table.rows.filter((row) => row.key.startsWith('v-') && isOwn(row.key.slice(2)));
    const people = own.reduce((sum, row) => sum + peopleOf(row), 0);
    return {
      key,
      cells: {
        answer: translate(facts.language, `open-data:age.${key}`),
        people,
        share: shareOf(people, known),
      },
      sums: own.map((row) => row.key),
      figures: { people: AGE_FIGURES[key] },
    };
  };
  const isChild = (band: string) => CHILD_BANDS.includes(band);
  const both = [group('0-17', isChild), group('18+', (band) => !isChild(band))];
  const place = table.rows.findIndex(({ key }) => key === 'known');
  const all: Row = { ...table.rows[place]!, sums: both.map(({ key }) => key) };
  return {
    ...table,
    rows: [...table.rows.slice(0, place), ...both, all, ...table.rows.slice(place + 1)],
  };
}

/**
 * Always these columns: a column that exists only where somebody is counted would disclose that.
 * Another gender and an unknown one are few: merged, they need fewer other cells hidden.
 */
const GENDERS = [
  ['female', ['Woman']],
  ['male', ['Man']],
  ['others', ['Trans/Transgender/NonConforming', null]],
] as const;

/** The numbers that stand in the table of genders too. */
const NAMED = [
  ['female', 'Woman'],
  ['male', 'Man'],
] as const;

export function genderByAge(facts: YearFacts): TableBlock {
  const say = (key: string) => translate(facts.language, `open-data:${key}`);
  const people = (
    values: readonly (string | null)[],
    isAge: (one: CtdcCombination) => boolean,
  ): number =>
    facts.alike
      .filter((one) => values.includes(one.gender) && isAge(one))
      .reduce((sum, one) => sum + one.people, 0);
  const row = (key: string, label: string, isAge: (one: CtdcCombination) => boolean): Row => {
    const cells = GENDERS.map(([column, value]) => [column, people(value, isAge)] as const);
    const total = cells.reduce((sum, [, count]) => sum + count, 0);
    return { key, cells: { age: label, ...Object.fromEntries(cells), total } };
  };
  const count = (key: string): Column => ({
    key,
    header: say(`sex.${key}`),
    type: 'integer',
    disclosure: { role: 'count', additive: true },
  });
  const nameIn = (table: string, value: string | null) =>
    `${table}/${value === null ? 'unknown' : `v-${value}`}/people`;
  return {
    kind: 'table',
    key: 'ctdc-gender-by-age',
    title: say('ctdc.gender_by_age'),
    columns: [
      { key: 'age', header: say('age.head'), type: 'text' },
      ...GENDERS.map(([key]) => count(key)),
      count('total'),
    ],
    rowTotal: { column: 'total', parts: GENDERS.map(([key]) => key) },
    rows: [
      ...(['0-17', '18+'] as const).map((key) => ({
        ...row(key, say(`age.${key}`), (one) => ageGroupOf(one) === key),
        figures: { total: AGE_FIGURES[key] },
      })),
      {
        ...row('unknown', say('not_known'), (one) => one.ageBroad === null),
        unknown: true,
        figures: { total: nameIn('ctdc-agebroad', null) },
      },
    ],
    total: {
      ...row('total', say('all'), () => true),
      figures: {
        ...Object.fromEntries(NAMED.map(([key, value]) => [key, nameIn('ctdc-gender', value)])),
        total: EVERYBODY,
      },
    },
    breakdown: true,
    denominator: say('denominator.all'),
  };
}
