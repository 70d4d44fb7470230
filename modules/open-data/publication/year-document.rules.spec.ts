import type { CtdcCombination, CtdcShares } from '../../beneficiaries';
import { applyDisclosure } from '../../disclosure';
import { type ReportDocument, tablesOf } from '../../report-documents/document';
import { yearDocument } from './year-document.rules';
import type { Population } from './year-facts.rules';

const alike = (
  gender: string | null,
  ageBroad: string | null,
  people: number,
): CtdcCombination => ({
  gender,
  ageBroad,
  citizenship: people > 20 ? 'MAR' : 'SEN',
  people,
  CountryOfExploitation: 'MAR',
  traffickMonths: null,
});
/** 60 people: 35 women and 25 men, 20 of them under 18. */
const ALIKE = [
  alike('Woman', '9--17', 14),
  alike('Woman', '24--26', 21),
  alike('Man', '9--17', 6),
  alike('Man', '30--38', 19),
];
const sharesOf = (all: number): CtdcShares => {
  const group = (values: Record<string, number>, known: number) => ({
    values: Object.fromEntries(
      Object.entries(values).map(([key, people]) => [key, { people, share: people / known }]),
    ),
    known,
    unknown: all - known,
  });
  return {
    means: group({ meansThreats: 3 }, 3),
    exploitation: group({ isForcedLabour: 20, isSexualExploit: 30, isOtherExploit: 4 }, 44),
    labour: group({ typeOfLabourDomesticWork: 12 }, 12),
    sexual: group({ typeOfSexProstitution: 2 }, 2),
    relation: group({ recruiterRelationFamily: 1 }, 1),
  } as unknown as CtdcShares;
};
const population = (sex: Population['sex'], year: number, people: number): Population => ({
  year,
  sex,
  age: 'all',
  people,
  source: 'recensement',
});

const made = (people: readonly CtdcCombination[] = ALIKE): ReportDocument =>
  yearDocument({
    year: 2026,
    language: 'en',
    alike: people,
    threshold: 11,
    shares: sharesOf(people.reduce((sum, one) => sum + one.people, 0)),
    populations: [
      population('all', 2024, 36_828_330),
      population('all', 2030, 40_000_000),
      population('female', 2024, 18_000_000),
    ],
    date: '2027-02-10',
    programme: 'Essai',
    synthetic: false,
  });
const tableIn = (document: ReportDocument, key: string) =>
  tablesOf(document).find((table) => table.key === key)!;
const cellsIn = (document: ReportDocument, key: string, column: string) =>
  Object.fromEntries(
    tableIn(document, key).rows.map((row) => [row.key, row.cells[column]] as const),
  );

describe('a year in the variables of CTDC', () => {
  it('counts by hand, and ages add up from bands to children and adults', () => {
    expect(cellsIn(made(), 'ctdc-gender', 'people')).toMatchObject({
      'v-Woman': 35,
      'v-Man': 25,
      known: 60,
      unknown: 0,
    });
    expect(cellsIn(made(), 'ctdc-agebroad', 'people')).toMatchObject({
      'v-9--17': 20,
      'v-24--26': 21,
      'v-30--38': 19,
      '0-17': 20,
      '18+': 40,
      known: 60,
    });
  });

  it('has the same columns of gender whoever is there, and counts another gender and none known as one', () => {
    const columnsOf = (people: readonly CtdcCombination[]) =>
      tableIn(made(people), 'ctdc-gender-by-age').columns.map(({ key }) => key);
    const others = [alike('Trans/Transgender/NonConforming', '24--26', 2), alike(null, '9--17', 3)];
    expect(columnsOf(ALIKE)).toEqual(['age', 'female', 'male', 'others', 'total']);
    expect(columnsOf([...ALIKE, ...others])).toEqual(columnsOf(ALIKE));
    expect(columnsOf([])).toEqual(columnsOf(ALIKE));
    const { rows, total } = tableIn(made([...ALIKE, ...others]), 'ctdc-gender-by-age');
    expect([...rows, total!].map(({ cells }) => cells['others'])).toEqual([3, 2, 0, 5]);
  });

  it('shows no share of a whole that is hidden: with its count it would disclose how many are not known', async () => {
    // 200 people, two of whom the gender is not known: 135 of 198 are 0.6818, of 200 they would be 0.675.
    const people = [
      alike('Woman', '9--17', 14),
      alike('Woman', '24--26', 121),
      alike('Man', '9--17', 16),
      alike('Man', '30--38', 47),
      alike(null, '24--26', 2),
    ];
    const policy = { audience: 'open', threshold: 11, zeros: 'hide' } as const;
    const table = tablesOf(await applyDisclosure(made(people), policy)).find(
      ({ key }) => key === 'ctdc-gender',
    )!;
    const cell = (row: string, column: string) =>
      table.rows.find(({ key }) => key === row)!.cells[column];
    expect(cell('v-Woman', 'people')).toBe(135);
    expect(cell('known', 'people')).toMatchObject({ hidden: true });
    expect(cell('v-Woman', 'share')).toMatchObject({ hidden: true });
  });

  it('takes shares out of those with any value of the group, and says so in each table', () => {
    expect(cellsIn(made(), 'ctdc-exploitation', 'share')).toMatchObject({
      'v-isForcedLabour': '0.454545454545',
      'v-isSexualExploit': '0.681818181818',
    });
    for (const table of tablesOf(made())) expect(table.denominator).toBeTruthy();
  });

  it('puts countries with fewer than eleven people together', () => {
    expect(cellsIn(made(), 'ctdc-citizenship', 'people')).toMatchObject({
      'v-MAR': 21,
      'v-SEN': 39,
    });
  });

  it('withholds what is known of fewer than eleven, and says what would help', () => {
    expect(tableIn(made(), 'ctdc-means')).toBeUndefined();
    const withheld = made().blocks.filter(({ kind }) => kind === 'callout');
    expect(withheld.map(({ key }) => key)).toEqual([
      'ctdc-traffickmonths',
      'ctdc-means',
      'ctdc-sexual',
      'ctdc-relation',
    ]);
  });

  it('shows nobody fewer than eleven once it is for everybody', async () => {
    const policy = { audience: 'open', threshold: 11, zeros: 'hide' } as const;
    const small = tablesOf(await applyDisclosure(made(), policy)).flatMap((table) =>
      [...table.rows, ...(table.total ? [table.total] : [])].flatMap((row) =>
        table.columns
          .filter(({ protection }) => protection?.rule === 'count')
          .map(({ key }) => row.cells[key])
          .filter((cell) => typeof cell === 'number' && cell < 11)
          .map((cell) => `${table.key}/${row.key}: ${String(cell)}`),
      ),
    );
    // Nobody can be unknown there.
    expect(small).toEqual(['ctdc-countryofexploitation/unknown: 0']);
  });
});

describe('SDG 16.2.2', () => {
  it('is per 100,000 of the last known population, and empty where there is none', () => {
    // 60, 35 and 30 of 36,828,330 and 18,000,000.
    expect(cellsIn(made(), 'sdg-16-2-2', 'rate')).toMatchObject({
      total: '0.163',
      female: '0.194',
      male: null,
      '0-17': null,
      isSexualExploit: '0.081',
    });
    expect(cellsIn(made(), 'sdg-16-2-2', 'people')).toMatchObject({ '0-17': 20, '18+': 40 });
  });
});
