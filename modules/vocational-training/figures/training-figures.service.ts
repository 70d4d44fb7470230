import { Injectable } from '@nestjs/common';
import { asFigures, Transactions } from '../../../src/database/transactions';
import type { Actor } from '../../../src/shared/actor';
import { recognitionFigures } from './recognition.figures';
import type { RecognitionFigures } from './recognition.rules';
import { trainingFigures } from './training.figures';
import { projectFiguresIn } from '../projects/figures/project.figures';
import { type ToldProjects, toldProjects } from '../projects/figures/told-projects';
import { told } from '../../../src/shared/few-people';
import { type ToldWork, toldWork } from '../work/figures/told-work';
import { workFiguresIn } from '../work/figures/work.figures';
import type { TrainingFigures } from './training.rules';

const COUNTS = ['enrolled', 'people', 'completed', 'certified', 'droppedOut'] as const;

/** As told: fewer than five people are not counted apart, and no amount is told of them. */
export interface FiguresOfYear extends Omit<TrainingFigures, (typeof COUNTS)[number]> {
  readonly enrolled: number | null;
  readonly people: number | null;
  readonly completed: number | null;
  readonly certified: number | null;
  readonly droppedOut: number | null;
  readonly work: ToldWork;
  readonly projects: ToldProjects;
  readonly recognition: ToldRecognition;
  readonly year: number;
  readonly thisYear: number;
}

/** Units are told where both kinds of their certificates are. */
export type ToldRecognition = { readonly [key in keyof RecognitionFigures]: number | null };

/** The figures of a year, for page and API alike. */
@Injectable()
export class TrainingFiguresService {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, asked: number | null): Promise<FiguresOfYear> {
    return this.transactions.run(actor, async (tx) => {
      const thisYear = Number(tx.today.slice(0, 4));
      const year = asked ?? thisYear;
      const period = { from: `${year}-01-01`, until: `${year + 1}-01-01` };
      const figures = toldFigures(await trainingFigures(tx, period));
      const [work, projects] = await asFigures(
        tx,
        async () =>
          [
            toldWork(await workFiguresIn(tx, period)),
            toldProjects(await projectFiguresIn(tx, period)),
          ] as const,
      );
      const recognition = toldRecognition(await recognitionFigures(tx, period));
      return { ...figures, work, recognition, projects, year, thisYear };
    });
  }
}

export const toldRecognition = ({
  begun,
  full,
  partial,
  units,
}: RecognitionFigures): ToldRecognition => ({
  begun: told(begun),
  full: told(full),
  partial: told(partial),
  units: told(full) === null || told(partial) === null ? null : units,
});

export function toldFigures(
  figures: TrainingFigures,
): Omit<FiguresOfYear, 'work' | 'recognition' | 'projects' | 'year' | 'thisYear'> {
  const counts = Object.fromEntries(COUNTS.map((key) => [key, told(figures[key])])) as Record<
    (typeof COUNTS)[number],
    number | null
  >;
  return {
    ...figures,
    ...counts,
    costs: told(figures.people)
      ? figures.costs.map((cost) => ({ ...cost, each: told(figures.certified) ? cost.each : null }))
      : [],
  };
}
