/** Figures of the modules by the name under which an indicator takes them; nothing is counted here. */
import { asFigures, type Tx } from '../platform/database/transactions';
import type { PastChoice } from '../platform/shared/past-choice.rules';
import type { Period } from '../platform/shared/periods.rules';
import {
  bedFiguresWithPast,
  followUpFigures,
  referralFiguresWithPast,
  serviceFiguresWithPast,
  trainingFiguresWithPast,
} from './brought-in/figures-with-past.figures';
import { type SEX_COLUMNS, peopleServed } from './people-served/people-served.figures';
import { hundredthsOf, type Unit } from './indicator.rules';
import { capacityFigures } from '../capacity-building';
import { workFigures } from '../employment';

export interface MeasuredValue {
  /** Decimal text; null if undefined. */
  readonly value: string | null;
  /** For shares: numerator and denominator. */
  readonly of?: { readonly part: number; readonly whole: number };
  readonly bySex?: Readonly<Partial<Record<(typeof SEX_COLUMNS)[number], number>>>;
}

/** Each source is read once for all that is taken from it. Of capacity building and work nothing is brought in. */
const SOURCES = {
  people: peopleServed,
  beds: bedFiguresWithPast,
  services: serviceFiguresWithPast,
  referrals: referralFiguresWithPast,
  training: trainingFiguresWithPast,
  followUps: followUpFigures,
  capacity: (tx: Tx, period: Period) => capacityFigures(tx, period),
  work: (tx: Tx, period: Period) => workFigures(tx, period),
} as const;
type Source = keyof typeof SOURCES;
type FiguresOf<S extends Source> = Awaited<ReturnType<(typeof SOURCES)[S]>>;

interface Measure {
  readonly unit: Unit;
  readonly from: Source;
  readonly take: (figures: never) => MeasuredValue;
  /** Whether what it counts is brought in from before Mawa as well. */
  readonly withPast: boolean;
}
const measure = <S extends Source>(
  unit: Unit,
  from: S,
  take: (figures: FiguresOf<S>) => MeasuredValue,
): Measure => ({ unit, from, take, withPast: false });
/** Adds the rows of past records. */
const ofPastToo = <S extends Source>(
  unit: Unit,
  from: S,
  take: (figures: FiguresOf<S>) => MeasuredValue,
): Measure => ({ unit, from, take, withPast: true });
const count = (value: number): MeasuredValue => ({ value: String(value) });
const share = (part: number, whole: number): MeasuredValue => ({
  value: hundredthsOf(part, whole),
  of: { part, whole },
});

export const MEASURES: Readonly<Record<string, Measure>> = {
  people_served: ofPastToo('people', 'people', ({ total, bySexAndAge }) => ({
    ...count(total),
    bySex: bySex(bySexAndAge),
  })),
  people_sheltered: ofPastToo('people', 'people', ({ inBeds }) => count(inBeds)),
  people_helped: ofPastToo('people', 'people', ({ helped }) => count(helped)),
  bed_nights: ofPastToo('nights', 'beds', ({ total }) => count(total.used)),
  occupancy: measure('percent', 'beds', ({ total }) => share(total.used, total.available)),
  services_given: ofPastToo('count', 'services', ({ byType }) =>
    count(byType.reduce((sum, { services }) => sum + services, 0)),
  ),
  people_referred: ofPastToo('people', 'referrals', ({ people }) => count(people)),
  referrals_answered_in_time: measure('percent', 'referrals', ({ inTime, answered }) =>
    share(inTime, answered),
  ),
  enrolled: ofPastToo('people', 'training', ({ people }) => count(people)),
  completed: ofPastToo('count', 'training', ({ completed }) => count(completed)),
  certified: ofPastToo('count', 'training', ({ certified }) => count(certified)),
  follow_ups_made: ofPastToo('count', 'followUps', ({ made }) => count(made)),
  people_followed_up: ofPastToo('people', 'followUps', ({ people }) => count(people)),
  first_responders_trained: measure('people', 'capacity', (figures) =>
    trainedFor('PS.5.1-28', figures),
  ),
  trained_in_prevention: measure('people', 'capacity', (figures) =>
    trainedFor('PS.5.3-15', figures),
  ),
  officials_trained: measure('people', 'capacity', ({ trained }) => count(trained)),
  placed: measure('people', 'work', ({ placed }) => count(placed)),
  retained_6: measure('percent', 'work', ({ retention }) => {
    const six = retention.find(({ months }) => months === 6);
    return share(six?.inWork ?? 0, six?.passed ?? 0);
  }),
};
export const isMeasure = (name: string): boolean => Object.hasOwn(MEASURES, name);
export const measuresOf = (unit: Unit): string[] =>
  Object.keys(MEASURES).filter((name) => MEASURES[name]!.unit === unit);

/** Whether the figure of a measure changes with the choice; a number counted by hand does not. */
export const countsPast = (name: string | null): boolean =>
  name !== null && (MEASURES[name]?.withPast ?? false);

/**
 * Values of measures in a period; each source is queried once. Measures without imported counterparts are the same with
 * past records, and have no value for past records only.
 */
export async function measureIndicators(
  tx: Tx,
  names: readonly string[],
  period: Period,
  past: PastChoice = 'without',
): Promise<Map<string, MeasuredValue>> {
  const wanted = [...new Set(names)].filter(isMeasure);
  const read = new Map<string, unknown>();
  await asFigures(tx, async () => {
    for (const name of wanted) {
      const choice = choiceOf(name, past);
      const place = choice && placeOf(name, choice);
      if (!choice || !place || read.has(place)) continue;
      read.set(place, await SOURCES[MEASURES[name]!.from](tx, period, choice));
    }
  });
  return new Map(
    wanted.map((name) => {
      const choice = choiceOf(name, past);
      const figures = choice && read.get(placeOf(name, choice));
      return [name, choice ? MEASURES[name]!.take(figures as never) : { value: null }];
    }),
  );
}

/** How a measure is counted where the choice is `past`; null where it has no such value. */
function choiceOf(name: string, past: PastChoice): PastChoice | null {
  if (countsPast(name)) return past;
  return past === 'alone' ? null : 'without';
}
const placeOf = (name: string, choice: PastChoice): string => `${MEASURES[name]!.from} ${choice}`;

function bySex(bands: Readonly<Record<string, Readonly<Record<string, number>>>>) {
  const sums: Record<string, number> = {};
  for (const band of Object.values(bands)) {
    for (const [sex, people] of Object.entries(band)) sums[sex] = (sums[sex] ?? 0) + people;
  }
  return sums;
}

/** People who completed a training of that standard indicator, each once. */
function trainedFor(code: string, { indicators }: FiguresOf<'capacity'>): MeasuredValue {
  const found = indicators.find((one) => one.code === code);
  if (!found) return { value: null };
  return {
    ...count(found.people),
    bySex: Object.fromEntries(
      found.bySex.map(({ sex, people }) => [sex === 'not_said' ? 'unknown' : sex, people]),
    ),
  };
}
