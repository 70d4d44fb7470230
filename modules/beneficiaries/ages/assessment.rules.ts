/** Rules of age assessments: consistency, the resulting range of birth dates, and the age facts derived from it. */
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays, ageOn, type CivilDate, isCivilDate } from '../../platform/shared/nights.rules';
import type { BornBetween, NewPerson } from '../new-person.types';

export const METHODS = [
  'documents',
  'statement',
  'interview',
  'social',
  'medical',
  'bone_xray',
  'other',
] as const;
export type Method = (typeof METHODS)[number];
/** Contested by those who know: written down where it was done, and never alone. */
export const CONTESTED: readonly Method[] = ['bone_xray'];

export const INSTITUTIONS = [
  'programme',
  'social_service',
  'hospital',
  'court',
  'prosecutor',
  'consulate',
  'other',
] as const;
export type Institution = (typeof INSTITUTIONS)[number];
export const CONCLUSIONS = ['child', 'adult', 'undetermined'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];
export const AGREEMENTS = ['consent', 'assent', 'guardian', 'refused', 'not_asked'] as const;
export type Agreement = (typeof AGREEMENTS)[number];
export const WITHDRAWALS = ['mistake', 'contested', 'person_asked'] as const;
export type Withdrawal = (typeof WITHDRAWALS)[number];

export const MAJORITY = 18;
const OLDEST = 120;

export interface AgeResult {
  readonly on: CivilDate;
  /** Completed years on that day. */
  readonly low: number;
  readonly high: number;
  /** Years that it may be off, either way. */
  readonly margin: number;
  readonly conclusion: Conclusion;
  /** The range reaches over majority, and the person is taken for a child. */
  readonly benefitOfDoubt: boolean;
}

const wrong = (code: string, field: string, params: Record<string, string | number> = {}) =>
  new DomainError('invalid', `ages.${code}`, params, field);

/** With its margin: every age that it leaves possible. */
export const withMargin = ({ low, high, margin }: Pick<AgeResult, 'low' | 'high' | 'margin'>) => ({
  low: Math.max(0, low - margin),
  high: Math.min(OLDEST, high + margin),
});

export function checkAssessment(
  result: AgeResult,
  methods: readonly Method[],
  today: CivilDate,
): DomainError[] {
  const errors: DomainError[] = [];
  if (!isCivilDate(result.on)) errors.push(wrong('not_a_date', 'on'));
  else if (result.on > today) errors.push(wrong('in_future', 'on'));
  else if (result.on < '2000-01-01') errors.push(wrong('too_early', 'on', { year: 2000 }));
  if (methods.every((method) => CONTESTED.includes(method))) {
    errors.push(
      methods.length === 0 ? wrong('no_method', 'methods') : wrong('xray_alone', 'methods'),
    );
  }
  if (result.low > result.high) errors.push(wrong('range_turned', 'high'));
  else errors.push(...checkConclusion(result));
  return errors;
}

/** Nobody is called an adult by a range that may be a child's; nobody a child by one that cannot be. */
function checkConclusion(result: AgeResult): DomainError[] {
  const { low, high } = withMargin(result);
  const { conclusion, benefitOfDoubt } = result;
  const isOpen = low < MAJORITY && high >= MAJORITY;
  const age = { age: MAJORITY };
  if (conclusion === 'adult' && low < MAJORITY)
    return [wrong('adult_may_be_child', 'conclusion', age)];
  if (conclusion === 'child' && low >= MAJORITY)
    return [wrong('child_is_adult', 'conclusion', age)];
  if (conclusion === 'undetermined' && !isOpen) {
    return [wrong('range_determines', 'conclusion', age)];
  }
  if (conclusion === 'child' && isOpen && !benefitOfDoubt) {
    return [wrong('doubt_not_said', 'benefitOfDoubt', age)];
  }
  if (benefitOfDoubt && (conclusion !== 'child' || !isOpen)) {
    return [wrong('no_doubt', 'benefitOfDoubt', age)];
  }
  return [];
}

/** The days between which somebody is born who may be of these ages on that day. */
export function bornBetweenOf(
  result: Pick<AgeResult, 'on' | 'low' | 'high' | 'margin'>,
): BornBetween {
  const { low, high } = withMargin(result);
  return {
    from: yearsEarlier(addDays(result.on, 1), high + 1, '02-28'),
    until: yearsEarlier(result.on, low, '03-01'),
  };
}

/** `insteadOfLeap` replaces a 29 February that the year does not have: the day that leaves more ages possible. */
function yearsEarlier(day: CivilDate, years: number, insteadOfLeap: string): CivilDate {
  const year = String(Number(day.slice(0, 4)) - years).padStart(4, '0');
  const earlier = `${year}${day.slice(4)}`;
  return isCivilDate(earlier) ? earlier : `${year}-${insteadOfLeap}`;
}

/**
 * Age facts that follow from an assessment. An exact birth date within the range is kept; one outside of it is removed,
 * as are year and age. The lower end of the range becomes the age at registration; "undetermined" means not known.
 */
export function ageBy(result: AgeResult, person: NewPerson): Partial<NewPerson> {
  const bornBetween = bornBetweenOf(result);
  const { birthDate, registeredOn } = person;
  if (birthDate !== null && birthDate >= bornBetween.from && birthDate <= bornBetween.until) {
    return {};
  }
  const [first, last] = [bornBetween.from.slice(0, 4), bornBetween.until.slice(0, 4)];
  if (result.conclusion === 'undetermined') {
    return {
      birthDate: null,
      birthYear: null,
      ageAtRegistration: null,
      ageCertainty: 'unknown',
      bornBetween,
    };
  }
  return {
    birthDate: null,
    birthYear: first === last ? Number(first) : null,
    ageAtRegistration: Math.max(0, ageOn(bornBetween.until, registeredOn)),
    ageCertainty: 'estimated',
    bornBetween,
  };
}
