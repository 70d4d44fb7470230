import { Injectable } from '@nestjs/common';
import { asFigures, Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { recognitionFigures } from './recognition.figures';
import type { RecognitionFigures } from './recognition.rules';
import { trainingFigures } from './training.figures';
import { projectFiguresIn } from '../projects/figures/project.figures';
import {
  type SuppressedProjectFigures,
  suppressProjectFigures,
} from '../projects/figures/project-suppression.rules';
import { suppressSmallCount } from '../../platform/shared/small-counts.rules';
import {
  type SuppressedWorkFigures,
  suppressWorkFigures,
} from '../work/figures/work-suppression.rules';
import { workFiguresIn } from '../work/figures/work.figures';
import type { TrainingFigures } from './training.rules';

const COUNTS = ['enrolled', 'people', 'completed', 'certified', 'droppedOut'] as const;

/** As released: counts of fewer than five people are suppressed, and so are their amounts. */
export interface TrainingFiguresOfYear extends Omit<TrainingFigures, (typeof COUNTS)[number]> {
  readonly enrolled: number | null;
  readonly people: number | null;
  readonly completed: number | null;
  readonly certified: number | null;
  readonly droppedOut: number | null;
  readonly work: SuppressedWorkFigures;
  readonly projects: SuppressedProjectFigures;
  readonly recognition: SuppressedRecognitionFigures;
  readonly year: number;
  readonly thisYear: number;
}

/** Units are released where both kinds of their certificates are. */
export type SuppressedRecognitionFigures = {
  readonly [key in keyof RecognitionFigures]: number | null;
};

/** The figures of a year, for page and API alike. */
@Injectable()
export class TrainingFiguresService {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, asked: number | null): Promise<TrainingFiguresOfYear> {
    return this.transactions.run(actor, async (tx) => {
      const thisYear = Number(tx.today.slice(0, 4));
      const year = asked ?? thisYear;
      const period = { from: `${year}-01-01`, until: `${year + 1}-01-01` };
      const figures = suppressTrainingFigures(await trainingFigures(tx, period));
      const [work, projects] = await asFigures(
        tx,
        async () =>
          [
            suppressWorkFigures(await workFiguresIn(tx, period)),
            suppressProjectFigures(await projectFiguresIn(tx, period)),
          ] as const,
      );
      const recognition = suppressRecognitionFigures(await recognitionFigures(tx, period));
      return { ...figures, work, recognition, projects, year, thisYear };
    });
  }
}

export const suppressRecognitionFigures = ({
  begun,
  full,
  partial,
  units,
}: RecognitionFigures): SuppressedRecognitionFigures => ({
  begun: suppressSmallCount(begun),
  full: suppressSmallCount(full),
  partial: suppressSmallCount(partial),
  units: suppressSmallCount(full) === null || suppressSmallCount(partial) === null ? null : units,
});

export function suppressTrainingFigures(
  figures: TrainingFigures,
): Omit<TrainingFiguresOfYear, 'work' | 'recognition' | 'projects' | 'year' | 'thisYear'> {
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
