import {
  complementarySuppression,
  suppressSmallCount,
} from '../../platform/shared/small-counts.rules';
import type { Gain } from '../gain.rules';
import type { CapacityFigures } from './capacity.rules';

type WithSuppressedCounts<T extends { readonly people: number }> = Omit<T, 'people'> & {
  readonly people: number | null;
};
type PeoplePart<K extends 'bySex' | 'byKind' | 'byTopic'> = CapacityFigures[K][number];

/** Gain of people with both tests, without the small counts "worse" and "knew all". */
export type SuppressedGain = Omit<Gain, 'tested' | 'worse' | 'knewAll'> & {
  readonly worse: number | null;
  readonly knewAll: number | null;
};

/** As released: counts of fewer than five people are suppressed, and so are their test gain and cost a person. */
export interface SuppressedCapacityFigures {
  readonly held: number;
  readonly trained: number | null;
  readonly participations: number | null;
  readonly bySex: readonly WithSuppressedCounts<PeoplePart<'bySex'>>[];
  readonly byKind: readonly WithSuppressedCounts<PeoplePart<'byKind'>>[];
  readonly byTopic: readonly WithSuppressedCounts<PeoplePart<'byTopic'>>[];
  readonly indicators: readonly {
    readonly code: string;
    readonly people: number | null;
    readonly bySex: readonly WithSuppressedCounts<PeoplePart<'bySex'>>[];
  }[];
  readonly gain: SuppressedGain | null;
  readonly costs: CapacityFigures['costs'];
}

export function suppressCapacityFigures(figures: CapacityFigures): SuppressedCapacityFigures {
  const { held, trained, participations, bySex, byKind, byTopic, indicators, costs } = figures;
  return {
    held,
    trained: suppressSmallCount(trained),
    participations: suppressSmallCount(trained) && participations,
    bySex: suppressParts(bySex),
    byKind: suppressParts(byKind),
    // A person can be counted under several topics, so that no total discloses one of them.
    byTopic: byTopic.map((one) => ({ ...one, people: suppressSmallCount(one.people) })),
    indicators: indicators.map((one) => ({
      code: one.code,
      people: suppressSmallCount(one.people),
      bySex: suppressParts(one.bySex),
    })),
    gain: suppressSmallCount(figures.testedPeople) ? suppressGain(figures.gain) : null,
    costs: costs.map((one) => ({ ...one, each: suppressSmallCount(trained) ? one.each : null })),
  };
}

const suppressParts = <T extends { readonly people: number }>(
  all: readonly T[],
): WithSuppressedCounts<T>[] => {
  const shown = complementarySuppression(all);
  return all.map((one, at) => ({ ...one, people: shown[at] ? one.people : null }));
};

/** The normalised gain of so few would be that of individuals. */
const suppressGain = ({ tested, worse, knewAll, ...gain }: Gain): SuppressedGain => {
  void tested;
  const normalised = suppressSmallCount(gain.normalisedOf) ? gain.normalised : null;
  return {
    ...gain,
    normalised,
    worse: suppressSmallCount(worse),
    knewAll: suppressSmallCount(knewAll),
  };
};
