import { partsTold, told } from '../../../../src/shared/few-people';
import type { Gain } from '../gain.rules';
import type { CapacityFigures } from './capacity.rules';

type Told<T extends { readonly people: number }> = Omit<T, 'people'> & {
  readonly people: number | null;
};
type Part<K extends 'bySex' | 'byKind' | 'byTopic'> = CapacityFigures[K][number];

/** Of those with both tests; how many got worse or knew all is as little counted of a few. */
export type ToldGain = Omit<Gain, 'tested' | 'worse' | 'knewAll'> & {
  readonly worse: number | null;
  readonly knewAll: number | null;
};

/** As told: fewer than five people are not counted apart, nor is what they learnt or cost. */
export interface ToldCapacity {
  readonly held: number;
  readonly trained: number | null;
  readonly participations: number | null;
  readonly bySex: readonly Told<Part<'bySex'>>[];
  readonly byKind: readonly Told<Part<'byKind'>>[];
  readonly byTopic: readonly Told<Part<'byTopic'>>[];
  readonly indicators: readonly {
    readonly code: string;
    readonly people: number | null;
    readonly bySex: readonly Told<Part<'bySex'>>[];
  }[];
  readonly gain: ToldGain | null;
  readonly costs: CapacityFigures['costs'];
}

export function toldCapacity(figures: CapacityFigures): ToldCapacity {
  const { held, trained, participations, bySex, byKind, byTopic, indicators, costs } = figures;
  return {
    held,
    trained: told(trained),
    participations: told(trained) && participations,
    bySex: parts(bySex),
    byKind: parts(byKind),
    // Somebody stands under several topics: no whole gives one of them away.
    byTopic: byTopic.map((one) => ({ ...one, people: told(one.people) })),
    indicators: indicators.map((one) => ({
      code: one.code,
      people: told(one.people),
      bySex: parts(one.bySex),
    })),
    gain: told(figures.testedPeople) ? toldGain(figures.gain) : null,
    costs: costs.map((one) => ({ ...one, each: told(trained) ? one.each : null })),
  };
}

const parts = <T extends { readonly people: number }>(all: readonly T[]): Told<T>[] => {
  const shown = partsTold(all);
  return all.map((one, at) => ({ ...one, people: shown[at] ? one.people : null }));
};

/** Of so few the normalised gain would be that of somebody. */
const toldGain = ({ tested, worse, knewAll, ...gain }: Gain): ToldGain => {
  void tested;
  const normalised = told(gain.normalisedOf) ? gain.normalised : null;
  return { ...gain, normalised, worse: told(worse), knewAll: told(knewAll) };
};
