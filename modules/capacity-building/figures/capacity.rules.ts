/**
 * Figures of capacity building over a half-open period. A training belongs to the period of its last day. People
 * trained are counted once, however many trainings they completed; completions are a figure of their own.
 */
import type { CivilDate } from '../../platform/shared/nights.rules';
import { type Gain, gainOf } from '../gain.rules';
import type { Sex } from '../learners/learners.queries';
import type { Period } from '../../platform/shared/periods.rules';
import { sumOf, written } from '../../grant-budgeting';

/** Somebody at a training that was held, two that were joined as one. */
export interface Attendance {
  readonly person: string;
  readonly training: string;
  readonly lastDay: CivilDate;
  readonly topics: readonly string[];
  readonly sex: Sex;
  /** Kind of institution where they worked then. */
  readonly kind: string;
  /** Setting `trained_officials` on the last day of the training. */
  readonly rules: TrainedOfficialsRules;
  readonly completed: boolean;
  readonly before: number | null;
  readonly after: number | null;
}
/** Costs of held trainings that were not reversed. */
export interface TrainingCost {
  readonly lastDay: CivilDate;
  /** With two decimals. */
  readonly amount: string;
  readonly currency: string;
}
/** Kinds of institutions of first response, and topics of which one is enough. */
export interface TrainedOfficialsRules {
  readonly firstResponders: readonly string[];
  readonly identification: readonly string[];
  readonly prevention: readonly string[];
}
export interface CapacityFacts {
  readonly takenPart: readonly Attendance[];
  readonly spent: readonly TrainingCost[];
  /** Last days of trainings that were held. */
  readonly held: readonly CivilDate[];
}
interface PeopleCount {
  readonly people: number;
}
export interface IndicatorFigure extends PeopleCount {
  readonly code: string;
  readonly bySex: readonly ({ readonly sex: Sex } & PeopleCount)[];
}
export interface CapacityFigures {
  readonly held: number;
  readonly trained: number;
  readonly participations: number;
  readonly bySex: readonly ({ readonly sex: Sex } & PeopleCount)[];
  /** By where they worked at the last training that they completed in it. */
  readonly byKind: readonly ({ readonly kind: string } & PeopleCount)[];
  readonly byTopic: readonly ({ readonly topic: string } & PeopleCount)[];
  readonly indicators: readonly IndicatorFigure[];
  /** Over all participations with tests in the period, completed or not. */
  readonly gain: Gain;
  /** Number of people with a test from whom `gain` is computed. */
  readonly testedPeople: number;
  readonly costs: readonly {
    readonly currency: string;
    readonly amount: string;
    /** Per person trained, rounded to the cent; null where nobody was. */
    readonly each: string | null;
  }[];
}

export function capacityFiguresOf(facts: CapacityFacts, { from, until }: Period): CapacityFigures {
  const within = ({ lastDay }: { readonly lastDay: CivilDate }) =>
    lastDay >= from && lastDay < until;
  const there = facts.takenPart.filter(within);
  const completed = there.filter((one) => one.completed);
  const trained = lastOfEach(completed);
  const tested = there.filter(({ before, after }) => before !== null && after !== null);
  return {
    held: facts.held.filter((lastDay) => within({ lastDay })).length,
    trained: trained.length,
    participations: new Set(completed.map((one) => `${one.person} ${one.training}`)).size,
    bySex: countBy(trained, ({ sex }) => sex).map(([sex, people]) => ({ sex, people })),
    byKind: countBy(trained, ({ kind }) => kind).map(([kind, people]) => ({ kind, people })),
    byTopic: [...new Set(completed.flatMap(({ topics }) => topics))]
      .sort()
      .map((topic) => ({
        topic,
        people: lastOfEach(completed.filter(({ topics }) => topics.includes(topic))).length,
      })),
    indicators: INDICATORS.map((one) => indicatorOf(one, completed)),
    gain: gainOf(there),
    testedPeople: new Set(tested.map(({ person }) => person)).size,
    costs: costsPerPerson(facts.spent.filter(within), trained.length),
  };
}

/** US standard indicators: first responders trained on identification, people trained in prevention. */
const INDICATORS = [
  { code: 'PS.5.1-28', topic: 'identification', firstResponders: true },
  { code: 'PS.5.3-15', topic: 'prevention', firstResponders: false },
] as const;

function indicatorOf(
  { code, topic, firstResponders }: (typeof INDICATORS)[number],
  completed: readonly Attendance[],
): IndicatorFigure {
  const people = lastOfEach(
    completed.filter(
      ({ topics, kind, rules }) =>
        topics.some((one) => rules[topic].includes(one)) &&
        (!firstResponders || rules.firstResponders.includes(kind)),
    ),
  );
  return {
    code,
    people: people.length,
    bySex: countBy(people, ({ sex }) => sex).map(([sex, count]) => ({ sex, people: count })),
  };
}

/** Each person once: as they were at the last training of these; of two on one day the one of the greater id. */
function lastOfEach(all: readonly Attendance[]): Attendance[] {
  const last = new Map<string, Attendance>();
  const order = (one: Attendance) => `${one.lastDay} ${one.training}`;
  for (const one of all) {
    const before = last.get(one.person);
    if (!before || order(one) > order(before)) last.set(one.person, one);
  }
  return [...last.values()];
}

function countBy<K extends string>(
  all: readonly Attendance[],
  of: (one: Attendance) => K,
): [K, number][] {
  const counts = new Map<K, number>();
  for (const one of all) counts.set(of(one), (counts.get(of(one)) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a.localeCompare(b));
}

/** Costs of trainings by currency, and per person trained. */
export function costsPerPerson(
  spent: readonly { readonly amount: string; readonly currency: string }[],
  people: number,
): CapacityFigures['costs'] {
  const currencies = [...new Set(spent.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const amount = sumOf(spent.filter((one) => one.currency === currency).map((one) => one.amount));
    return {
      currency,
      amount: written(amount),
      each: people === 0 ? null : written(amount.dividedBy(people)),
    };
  });
}
