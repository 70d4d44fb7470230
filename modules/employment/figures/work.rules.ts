/**
 * Figures of work over a half-open period [from, until), as of today. Placed: people whose first work began in the
 * period; joined cases are one person. Retention at a mark: people still in work (same or other job) ÷ people placed
 * whose mark has passed. A mark has passed when its window closed before today, and belongs to the period in which it
 * closed; answers within the window count. People not reached stay in the denominator and are shown separately. Income:
 * medians by currency, before the work and at the latest follow-up, of the people placed.
 */
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { WorkStatus } from '../follow-up/follow-up.rules';

export const RETENTION_MARKS = [3, 6, 12] as const;

export interface Money {
  readonly cents: number;
  readonly currency: string;
}
export interface PlacedFact {
  readonly person: string;
  readonly placement: string;
  readonly startedOn: CivilDate;
  readonly before: Money | null;
  readonly marks: readonly {
    readonly months: number;
    readonly opensOn: CivilDate;
    readonly closesOn: CivilDate;
  }[];
}
export interface FollowUpFact {
  readonly placement: string;
  readonly months: number;
  readonly on: CivilDate;
  readonly inWork: WorkStatus;
  readonly income: Money | null;
  readonly signs: number;
}
export interface WorkFacts {
  /** In the order in which they were written. */
  readonly placed: readonly PlacedFact[];
  /** Follow-ups at which somebody was reached, in their order. */
  readonly followUps: readonly FollowUpFact[];
  /** Employers vetted on the last day of the period, or today. */
  readonly vetted: number;
}
export interface WorkPeriod {
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly today: CivilDate;
}

export interface Retention {
  readonly months: number;
  readonly passed: number;
  readonly inWork: number;
  readonly notInWork: number;
  /** Not reached within the window, or without an answer. */
  readonly notReached: number;
  /** In hundredths; null where no mark has passed. */
  readonly share: number | null;
}
export interface Median {
  readonly currency: string;
  readonly before: { readonly n: number; readonly cents: number } | null;
  readonly after: { readonly n: number; readonly cents: number } | null;
}
export interface WorkFigures {
  readonly placed: number;
  readonly placements: number;
  readonly retention: readonly Retention[];
  readonly income: readonly Median[];
  /** People for whom a forced labour indicator was reported in the period. */
  readonly signs: number;
  readonly vetted: number;
}

export function workFiguresOf(facts: WorkFacts, period: WorkPeriod): WorkFigures {
  const within = (day: CivilDate) => day >= period.from && day < period.until;
  const firsts = firstOfEach(facts.placed);
  const placed = firsts.filter(({ startedOn }) => within(startedOn));
  const personOf = new Map(facts.placed.map(({ placement, person }) => [placement, person]));
  const signed = facts.followUps.filter(({ signs, on }) => signs > 0 && within(on));
  return {
    placed: placed.length,
    placements: facts.placed.filter(({ startedOn }) => within(startedOn)).length,
    retention: RETENTION_MARKS.map((months) =>
      retentionAt(months, firsts, facts.followUps, period),
    ),
    income: incomes(placed, facts, personOf),
    signs: new Set(signed.map(({ placement }) => personOf.get(placement))).size,
    vetted: facts.vetted,
  };
}

function firstOfEach(placed: readonly PlacedFact[]): PlacedFact[] {
  const firsts = new Map<string, PlacedFact>();
  for (const one of placed) {
    const known = firsts.get(one.person);
    if (!known || one.startedOn < known.startedOn) firsts.set(one.person, one);
  }
  return [...firsts.values()];
}

function retentionAt(
  months: number,
  firsts: readonly PlacedFact[],
  followUps: readonly FollowUpFact[],
  { from, until, today }: WorkPeriod,
): Retention {
  const answers = firsts.flatMap(({ placement, marks }) => {
    const mark = marks.find((one) => one.months === months);
    if (!mark || mark.closesOn >= today || mark.closesOn < from || mark.closesOn >= until)
      return [];
    const said = followUps.find(
      (one) =>
        one.placement === placement &&
        one.months === months &&
        one.on >= mark.opensOn &&
        one.on <= mark.closesOn,
    );
    return [said?.inWork ?? 'not_told'];
  });
  const count = (...of: readonly WorkStatus[]) => answers.filter((one) => of.includes(one)).length;
  const inWork = count('same', 'other');
  return {
    months,
    passed: answers.length,
    inWork,
    notInWork: count('no'),
    notReached: count('not_told'),
    share: answers.length > 0 ? Math.round((100 * inWork) / answers.length) : null,
  };
}

function incomes(
  placed: readonly PlacedFact[],
  { followUps }: WorkFacts,
  personOf: ReadonlyMap<string, string>,
): Median[] {
  const before = placed.flatMap(({ before: one }) => (one ? [one] : []));
  const after = placed.flatMap(({ person }) => {
    const last = followUps
      .filter((one) => personOf.get(one.placement) === person && one.income)
      .reduce<FollowUpFact | null>(
        (found, one) => (found && found.on > one.on ? found : one),
        null,
      );
    return last ? [last.income!] : [];
  });
  const currencies = [...new Set([...before, ...after].map(({ currency }) => currency))].sort();
  const of = (all: readonly Money[], currency: string) => {
    const cents = all.filter((one) => one.currency === currency).map((one) => one.cents);
    return cents.length > 0 ? { n: cents.length, cents: median(cents) } : null;
  };
  return currencies.map((currency) => ({
    currency,
    before: of(before, currency),
    after: of(after, currency),
  }));
}

/** The middle one; of an even number the middle of the two, to the cent. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)]!
    : Math.round((sorted[middle - 1]! + sorted[middle]!) / 2);
}
