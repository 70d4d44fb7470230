/** One person as the 27 variables of the CTDC Global Synthetic Dataset (codebook version 2, February 2024). */
import type { CivilDate } from '../../platform/shared/nights.rules';
import { alpha3Of, isCode } from '../../reference-lists';
import type { PersonRow } from '../people.queries';
import {
  type FullClassification,
  type ClassificationQuestion,
  QUESTIONS,
} from './classification.rules';

/** Groups of flags whose shares have a denominator of their own. */
export const CTDC_GROUPS = {
  means: [
    'meansDebtBondageEarnings',
    'meansThreats',
    'meansAbusePsyPhySex',
    'meansFalsePromises',
    'meansDrugsAlcohol',
    'meansDenyBasicNeeds',
    'meansExcessiveWorkHours',
    'meansWithholdDocs',
  ],
  exploitation: ['isForcedLabour', 'isSexualExploit', 'isOtherExploit'],
  labour: [
    'typeOfLabourAgriculture',
    'typeOfLabourConstruction',
    'typeOfLabourDomesticWork',
    'typeOfLabourHospitality',
  ],
  sexual: ['typeOfSexProstitution', 'typeOfSexPornography'],
  relation: [
    'recruiterRelationIntimatePartner',
    'recruiterRelationFriend',
    'recruiterRelationFamily',
    'recruiterRelationOther',
  ],
} as const;
export type CtdcGroup = keyof typeof CTDC_GROUPS;

export const CTDC_VARIABLES = [
  'yearOfRegistration',
  'gender',
  'ageBroad',
  'citizenship',
  'CountryOfExploitation',
  'traffickMonths',
  ...CTDC_GROUPS.means,
  ...CTDC_GROUPS.exploitation,
  ...CTDC_GROUPS.labour,
  ...CTDC_GROUPS.sexual,
  ...CTDC_GROUPS.relation,
] as const;
export type CtdcVariable = (typeof CTDC_VARIABLES)[number];
/** A flag is 1 or empty, never 0: empty is not "no". */
export type CtdcRecord = Readonly<Record<CtdcVariable, string | number | null>>;

export interface CtdcFacts {
  readonly registeredOn: CivilDate;
  readonly sex: string | null;
  readonly ageAtRegistration: number | null;
  /** ISO 3166-1 alpha-2. */
  readonly nationality: string | null;
  /** Where the exploitation was, alpha-2; null where that is not known. */
  readonly countryOfExploitation: string | null;
  /** Code of duration_bands. */
  readonly duration: string | null;
  /** Everything else that was chosen, whatever the question. */
  readonly codes: readonly { readonly list: string; readonly code: string }[];
}

/** Of one person: facts in clear and what was classified. */
export const ctdcFactsOf = (
  row: Pick<PersonRow, 'registeredOn' | 'sex' | 'ageAtRegistration' | 'nationality'>,
  { elements, answers, duration, exploitation }: FullClassification,
): CtdcFacts => ({
  registeredOn: row.registeredOn,
  sex: row.sex,
  ageAtRegistration: row.ageAtRegistration,
  nationality: row.nationality,
  countryOfExploitation: exploitation.country,
  duration,
  codes: [
    ...elements.purposes.map((code) => ({ list: 'purposes', code })),
    ...(Object.entries(QUESTIONS) as [ClassificationQuestion, string][]).flatMap(
      ([question, list]) => answers[question].map((code) => ({ list, code })),
    ),
  ],
});

export interface CtdcLine {
  readonly list: string;
  readonly code: string;
  readonly field: string;
  readonly value: string;
}

const AGES = [
  [8, '0--8'],
  [17, '9--17'],
  [20, '18--20'],
  [23, '21--23'],
  [26, '24--26'],
  [29, '27--29'],
  [38, '30--38'],
  [47, '39--47'],
] as const;

/** Age when assisted or identified, in the nine bands of the codebook. */
export const ageBroad = (age: number | null): string | null =>
  age === null ? null : (AGES.find(([last]) => age <= last)?.[1] ?? '48+');

/** The codebook takes the country where somebody was first assisted in place of one that is not known. */
const ASSISTED_IN = 'MAR';

export function ctdcRecordOf(facts: CtdcFacts, crosswalk: readonly CtdcLine[]): CtdcRecord {
  const record: Record<string, string | number | null> = Object.fromEntries(
    CTDC_VARIABLES.map((variable) => [variable, null]),
  );
  const codes = [
    ...facts.codes,
    ...(facts.sex ? [{ list: 'sexes', code: facts.sex }] : []),
    ...(facts.duration ? [{ list: 'duration_bands', code: facts.duration }] : []),
  ];
  for (const { list, code, field, value } of crosswalk) {
    if (!(field in record) || !codes.some((one) => one.list === list && one.code === code)) {
      continue;
    }
    record[field] = value === '1' ? 1 : value;
  }
  const place = facts.countryOfExploitation;
  return {
    ...(record as CtdcRecord),
    yearOfRegistration: Number(facts.registeredOn.slice(0, 4)),
    ageBroad: ageBroad(facts.ageAtRegistration),
    citizenship: facts.nationality && alpha3Of(facts.nationality),
    CountryOfExploitation: (isCode('nationalities', place) ? alpha3Of(place) : null) ?? ASSISTED_IN,
  };
}

export interface Share {
  /** People with this value. */
  readonly people: number;
  /** Of those with any value of the group; null where nobody has one. */
  readonly share: number | null;
}

export interface GroupShares<V extends string = string> {
  readonly values: Readonly<Record<V, Share>>;
  /** The denominator: people with any value of the group. */
  readonly known: number;
  /** People without any: left out of the shares, and counted here. */
  readonly unknown: number;
}

/**
 * The denominator rule of the codebook, section 6: shares are taken of the people with any value of
 * the group. One person counts under each of their values, so shares may add to more than one.
 */
export function sharesOf<V extends string>(
  values: readonly V[],
  counted: ReadonlyMap<string, number>,
  known: number,
  all: number,
): GroupShares<V> {
  const share = (people: number) => (known === 0 ? null : people / known);
  const of = (value: V): Share => {
    const people = counted.get(value) ?? 0;
    return { people, share: share(people) };
  };
  return {
    values: Object.fromEntries(values.map((value) => [value, of(value)])) as Record<V, Share>,
    known,
    unknown: all - known,
  };
}
