import { suppressSmallCount } from '../../platform/shared/small-counts.rules';
import type { TrainingFigures } from './training.rules';

const COUNTS = ['enrolled', 'people', 'completed', 'certified', 'droppedOut'] as const;

/** As published: counts of fewer than five people are suppressed, and the amounts that follow from them. */
export interface TrainingFiguresOfYear extends Omit<TrainingFigures, (typeof COUNTS)[number]> {
  readonly enrolled: number | null;
  readonly people: number | null;
  readonly completed: number | null;
  readonly certified: number | null;
  readonly droppedOut: number | null;
  /** Had begun when their session was called off: no leaving. */
  readonly cancelled: number | null;
  readonly year: number;
  readonly thisYear: number;
}

export function suppressTrainingFigures(
  figures: TrainingFigures,
): Omit<TrainingFiguresOfYear, 'year' | 'thisYear' | 'cancelled'> {
  const counts = Object.fromEntries(
    COUNTS.map((key) => [key, suppressSmallCount(figures[key])]),
  ) as Record<(typeof COUNTS)[number], number | null>;
  return {
    ...figures,
    ...counts,
    costs: suppressSmallCount(figures.people)
      ? figures.costs.map((cost) => ({
          ...cost,
          each: suppressSmallCount(figures.certified) ? cost.each : null,
        }))
      : [],
  };
}
