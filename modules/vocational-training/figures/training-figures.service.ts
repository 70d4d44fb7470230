import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { suppressSmallCount } from '../../platform/shared/small-counts.rules';
import { trainingFigures } from './training.figures';
import { TrainingFigureBlocks } from './figure-blocks.service';
import { figuresModel } from './figures.view';
import { suppressTrainingFigures, type TrainingFiguresOfYear } from './training-suppression.rules';

/** Each block of another module under its name. */
type FiguresWithBlocks = TrainingFiguresOfYear & Readonly<Record<string, unknown>>;

/** The figures of a year, for page and API alike. */
@Injectable()
export class TrainingFiguresService {
  constructor(
    private readonly transactions: Transactions,
    private readonly blocks: TrainingFigureBlocks,
  ) {}

  of(actor: Actor, asked: number | null): Promise<FiguresWithBlocks> {
    return this.transactions.run(actor, async (tx) => {
      const thisYear = Number(tx.today.slice(0, 4));
      const year = asked ?? thisYear;
      const period = { from: `${year}-01-01`, until: `${year + 1}-01-01` };
      const { figures, cancelled } = await trainingFigures(tx, period);
      const others = await this.blocks.figures(tx, period);
      return {
        ...suppressTrainingFigures(figures),
        cancelled: suppressSmallCount(cancelled),
        ...others,
        year,
        thisYear,
      };
    });
  }

  async page(actor: Actor, asked: number | null, language: Language): Promise<object> {
    const figures = await this.of(actor, asked);
    return { ...figuresModel(figures, language), ...this.blocks.models(figures, language) };
  }
}
