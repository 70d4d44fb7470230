/** Ages over a stay, without a birth date: a range on the first night and the later steps that matter. */
import {
  addDays,
  ageOn,
  daysBetween,
  type CivilDate,
  type Nights,
} from '../../platform/shared/nights.rules';
import type { AgeFact, RuleName } from './placing.types';
import { ADULT_FROM, FIRST_RULE_SET, type RuleSet, type SoftRuleName } from './rule-set.rules';

/** A rule set as the rules read it, with the length of an open stay. */
export interface PlacingSettings {
  /** An open stay is judged over so many nights. */
  readonly openStayNights: number;
  readonly adultFrom: number;
  readonly infantUnder: number;
  readonly upperBunkFrom: number;
  /** A boy with an adult of his family may sleep in a women's room below this age. */
  readonly boyInWomensRoomUnder: number;
  /** From this age on a brother and a sister without an adult are asked before they share a room. */
  readonly siblingsApartFrom: number;
  readonly olderFrom: number;
  /** Nights free beyond the asked ones that make prolonging easy. */
  readonly spareNights: number;
  /** Share of free beds, in percent, from which a house has room, and below which it is nearly full. */
  readonly roomyFrom: number;
  readonly nearlyFullUnder: number;
  readonly points: RuleSet['points'];
  readonly weighs: ReadonlySet<SoftRuleName>;
  /** Hard rules that the programme lets only ask. */
  readonly relaxed: ReadonlySet<RuleName>;
}

export const settingsOf = (rules: RuleSet, openStayNights = 30): PlacingSettings => ({
  openStayNights,
  adultFrom: ADULT_FROM,
  ...rules.ages,
  ...rules.numbers,
  points: rules.points,
  weighs: new Set(rules.weighs),
  relaxed: new Set<RuleName>(rules.relaxed),
});

export const PLACING_DEFAULTS: PlacingSettings = settingsOf(FIRST_RULE_SET);

/** A stretch of the stay over which the age range is the same; unsure when it only might be so. */
export interface AgeStage {
  readonly low: number;
  readonly high: number;
  readonly sure: boolean;
}

export const lastOf = (nights: Nights, settings: PlacingSettings): CivilDate =>
  nights.until ?? addDays(nights.from, settings.openStayNights);

/** The exact date stays with the caller: only ages that a rule asks for leave a step behind. */
export function ageFromBirthDate(
  born: CivilDate,
  nights: Nights,
  settings: PlacingSettings = PLACING_DEFAULTS,
): AgeFact {
  const first = ageOn(born, nights.from);
  const last = ageOn(born, addDays(lastOf(nights, settings), -1));
  const later = ruleAges(settings)
    .filter((age) => first < age && age <= last)
    .map((age) => ({ on: birthday(born, age), low: age, high: age }));
  return { low: first, high: first, later };
}

/** Only the year is known: two possible ages, which move on 1 January. */
export function ageFromBirthYear(
  year: number,
  nights: Nights,
  settings: PlacingSettings = PLACING_DEFAULTS,
): AgeFact {
  const range = (on: CivilDate) => {
    const high = Number(on.slice(0, 4)) - year;
    return { low: Math.max(0, high - 1), high: Math.max(0, high) };
  };
  const last = Number(addDays(lastOf(nights, settings), -1).slice(0, 4));
  const later: { on: CivilDate; low: number; high: number }[] = [];
  for (let next = Number(nights.from.slice(0, 4)) + 1; next <= last; next += 1) {
    later.push({ on: `${next}-01-01`, ...range(`${next}-01-01`) });
  }
  return { ...range(nights.from), later };
}

/** An age that someone estimated on a day; it has grown since by the years that went by. */
export function ageFromEstimate(
  low: number,
  high: number,
  estimatedOn: CivilDate,
  nights: Nights,
): AgeFact {
  const days = Math.max(0, daysBetween(estimatedOn, nights.from));
  return { low: low + Math.floor(days / 366), high: high + Math.ceil(days / 365) };
}

export function stagesOver(
  age: AgeFact | null,
  nights: Nights,
  settings: PlacingSettings = PLACING_DEFAULTS,
): AgeStage[] {
  if (age === null) return [{ low: 0, high: 120, sure: false }];
  const end = lastOf(nights, settings);
  const first = { low: age.low, high: age.high, sure: true };
  if (age.later) {
    return [first, ...age.later.filter(({ on }) => on < end).map((s) => ({ ...s, sure: true }))];
  }
  const days = daysBetween(nights.from, end) - 1;
  if (days <= 0) return [first];
  return [first, { low: age.low, high: age.high + Math.ceil(days / 365), sure: false }];
}

export type RuleOutcome = 'pass' | 'unknown' | 'fail';

/** Below the limit on every night; where the range straddles it the protective end counts. */
export const always = {
  under: (limit: number, stages: readonly AgeStage[]): RuleOutcome =>
    worst(stages, ({ low, high, sure }) =>
      high < limit ? 'pass' : low < limit && !sure ? 'unknown' : 'fail',
    ),
  atLeast: (limit: number, stages: readonly AgeStage[]): RuleOutcome =>
    worst(stages, ({ low, high, sure }) =>
      low >= limit ? 'pass' : high >= limit && !sure ? 'unknown' : 'fail',
    ),
};

export function worst<T>(items: readonly T[], judge: (item: T) => RuleOutcome): RuleOutcome {
  let result: RuleOutcome = 'pass';
  for (const item of items) {
    const one = judge(item);
    if (one === 'fail') return 'fail';
    if (one === 'unknown') result = 'unknown';
  }
  return result;
}

const ruleAges = (s: PlacingSettings): number[] =>
  [
    s.infantUnder,
    s.upperBunkFrom,
    s.boyInWomensRoomUnder,
    s.siblingsApartFrom,
    s.adultFrom,
    s.olderFrom,
  ].sort((a, b) => a - b);

function birthday(born: CivilDate, age: number): CivilDate {
  const year = String(Number(born.slice(0, 4)) + age).padStart(4, '0');
  const leap = new Date(Date.UTC(Number(year), 1, 29)).getUTCMonth() === 1;
  return born.endsWith('02-29') && !leap ? `${year}-03-01` : `${year}${born.slice(4)}`;
}
