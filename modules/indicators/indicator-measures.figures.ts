/** Figures of the modules by the name under which an indicator takes them; nothing is counted here. */
import { serviceFigures } from '../assistance-services';
import { referralFigures } from '../referrals';
import { bedFigures } from '../shelter-beds';
import { trainingFigures } from '../vocational-training';
import { asFigures, type Tx } from '../platform/database/transactions';
import type { Period } from '../platform/shared/periods.rules';
import { type SEX_COLUMNS, peopleServed } from './people-served/people-served.figures';
import { hundredthsOf, type Unit } from './indicator.rules';
import { capacityFigures } from '../capacity-building';
import { workFigures } from '../employment';

export interface MeasuredValue {
  /** Decimal text; null where there is nothing to say. */
  readonly value: string | null;
  /** Of a share: the part and the whole. */
  readonly of?: { readonly part: number; readonly whole: number };
  readonly bySex?: Readonly<Partial<Record<(typeof SEX_COLUMNS)[number], number>>>;
}

/** Each source is read once for all that is taken from it. */
const SOURCES = {
  people: peopleServed,
  beds: bedFigures,
  services: serviceFigures,
  referrals: referralFigures,
  training: trainingFigures,
  capacity: capacityFigures,
  work: (tx: Tx, period: Period) => workFigures(tx, period),
} as const;
type Source = keyof typeof SOURCES;
type FiguresOf<S extends Source> = Awaited<ReturnType<(typeof SOURCES)[S]>>;

interface Measure {
  readonly unit: Unit;
  readonly from: Source;
  readonly take: (figures: never) => MeasuredValue;
}
const measure = <S extends Source>(
  unit: Unit,
  from: S,
  take: (figures: FiguresOf<S>) => MeasuredValue,
): Measure => ({ unit, from, take });
const count = (value: number): MeasuredValue => ({ value: String(value) });
const share = (part: number, whole: number): MeasuredValue => ({
  value: hundredthsOf(part, whole),
  of: { part, whole },
});

export const MEASURES: Readonly<Record<string, Measure>> = {
  people_served: measure('people', 'people', ({ total, bySexAndAge }) => ({
    ...count(total),
    bySex: bySex(bySexAndAge),
  })),
  people_sheltered: measure('people', 'people', ({ inBeds }) => count(inBeds)),
  people_helped: measure('people', 'people', ({ helped }) => count(helped)),
  bed_nights: measure('nights', 'beds', ({ total }) => count(total.used)),
  occupancy: measure('percent', 'beds', ({ total }) => share(total.used, total.available)),
  services_given: measure('count', 'services', ({ byType }) =>
    count(byType.reduce((sum, { services }) => sum + services, 0)),
  ),
  people_referred: measure('people', 'referrals', ({ people }) => count(people)),
  referrals_answered_in_time: measure('percent', 'referrals', ({ inTime, answered }) =>
    share(inTime, answered),
  ),
  enrolled: measure('people', 'training', ({ people }) => count(people)),
  completed: measure('count', 'training', ({ completed }) => count(completed)),
  certified: measure('count', 'training', ({ certified }) => count(certified)),
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

/** What these measures are in a period; each source is asked once. */
export async function measureIndicators(
  tx: Tx,
  names: readonly string[],
  period: Period,
): Promise<Map<string, MeasuredValue>> {
  const wanted = [...new Set(names)].filter(isMeasure);
  const read = new Map<Source, unknown>();
  await asFigures(tx, async () => {
    for (const { from } of wanted.map((name) => MEASURES[name]!)) {
      if (!read.has(from)) read.set(from, await SOURCES[from](tx, period));
    }
  });
  return new Map(
    wanted.map((name) => {
      const { from, take } = MEASURES[name]!;
      return [name, take(read.get(from) as never)];
    }),
  );
}

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
