import { CTDC } from '../../../migrations/data/standards';
import { CLASSIFICATION_LISTS } from '../../../migrations/data/lists/classification';
import { ageBroad, CTDC_VARIABLES, type CtdcFacts, ctdcRecordOf, sharesOf } from './ctdc.rules';

/** The first edition of the crosswalk, as the database answers it. */
const crosswalk = [
  ...CLASSIFICATION_LISTS.flatMap(({ name, items }) =>
    items.flatMap(({ code, ctdc }) =>
      ctdc.map((target) => {
        const [field, value] = target.split('=') as [string, string];
        return { list: name, code, field, value };
      }),
    ),
  ),
  { list: 'purposes', code: 'begging', field: 'isOtherExploit', value: '1' },
  { list: 'sexes', code: 'female', field: 'gender', value: 'Woman' },
  {
    list: 'duration_bands',
    code: 'months_13_24',
    field: 'traffickMonths',
    value: '13--24 (1-2 yrs)',
  },
];
const somebody: CtdcFacts = {
  registeredOn: '2026-11-24',
  sex: null,
  ageAtRegistration: null,
  nationality: null,
  countryOfExploitation: null,
  duration: null,
  codes: [],
};

describe('one person as CTDC writes them', () => {
  it('has the 27 variables of the codebook in their order', () => {
    expect([...CTDC_VARIABLES]).toEqual(CTDC.fields.map(({ field }) => field));
    expect(Object.keys(ctdcRecordOf(somebody, crosswalk))).toEqual([...CTDC_VARIABLES]);
  });

  it('of whom nothing is known is empty, not 0: a year, and the country that helped', () => {
    const { yearOfRegistration, CountryOfExploitation, ...rest } = ctdcRecordOf(
      somebody,
      crosswalk,
    );
    expect([yearOfRegistration, CountryOfExploitation]).toEqual([2026, 'MAR']);
    expect(Object.values(rest)).toEqual(Array(25).fill(null));
  });

  it('has a flag for each thing known, by the crosswalk', () => {
    const codes = [
      ['control_methods', 'TakesEarnings'],
      ['control_methods', 'DebtBondage'],
      ['control_methods', 'RestrictsMovement'],
      ['labour_sectors', 'T97'],
      ['exploitation_types', 'Servitude'],
      ['purposes', 'begging'],
      ['recruiter_relations', 'Spouse'],
      ['motives', 'financial_gain'],
      ['sexual_exploitation_types', 'PrivateSexualServices'],
    ].map(([list, code]) => ({ list: list!, code: code! }));
    const record = ctdcRecordOf(
      {
        registeredOn: '2025-02-01',
        sex: 'female',
        ageAtRegistration: 24,
        nationality: 'CI',
        countryOfExploitation: 'LY',
        duration: 'months_13_24',
        codes,
      },
      crosswalk,
    );
    const known = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
    expect(known).toEqual({
      yearOfRegistration: 2025,
      gender: 'Woman',
      ageBroad: '24--26',
      citizenship: 'CIV',
      CountryOfExploitation: 'LBY',
      traffickMonths: '13--24 (1-2 yrs)',
      meansDebtBondageEarnings: 1,
      meansDenyBasicNeeds: 1,
      isForcedLabour: 1,
      isOtherExploit: 1,
      typeOfLabourDomesticWork: 1,
      recruiterRelationIntimatePartner: 1,
    });
  });

  it('stands in one of nine bands of age', () => {
    const ends = [0, 8, 9, 17, 18, 20, 21, 23, 24, 26, 27, 29, 30, 38, 39, 47, 48, 120];
    expect(ends.map(ageBroad)).toEqual(
      ['0--8', '9--17', '18--20', '21--23', '24--26', '27--29', '30--38', '39--47', '48+'].flatMap(
        (band) => [band, band],
      ),
    );
    expect(ageBroad(null)).toBeNull();
  });
});

it('shares are of those with any value: labour, sexual, other, none, both give 50, 50 and 25 % of four', () => {
  const counted = new Map([
    ['isForcedLabour', 2],
    ['isSexualExploit', 2],
    ['isOtherExploit', 1],
  ]);
  const values = ['isForcedLabour', 'isSexualExploit', 'isOtherExploit'];
  expect(sharesOf(values, counted, 4, 5)).toEqual({
    values: {
      isForcedLabour: { people: 2, share: 0.5 },
      isSexualExploit: { people: 2, share: 0.5 },
      isOtherExploit: { people: 1, share: 0.25 },
    },
    known: 4,
    unknown: 1,
  });
  expect(sharesOf(values, new Map(), 0, 3).values.isForcedLabour).toEqual({
    people: 0,
    share: null,
  });
});
