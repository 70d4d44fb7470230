import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../src/database/transactions';
import type { Actor } from '../../../src/shared/actor';
import { trainingFigures } from './training.figures';
import type { TrainingFigures } from './training.rules';

export interface FiguresOfYear extends TrainingFigures {
  readonly year: number;
  readonly thisYear: number;
}

/** The figures of a year, for page and API alike. */
@Injectable()
export class TrainingFiguresService {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, asked: number | null): Promise<FiguresOfYear> {
    return this.transactions.run(actor, async (tx) => {
      const thisYear = Number(tx.today.slice(0, 4));
      const year = asked ?? thisYear;
      const period = { from: `${year}-01-01`, until: `${year + 1}-01-01` };
      return { ...(await trainingFigures(tx, period)), year, thisYear };
    });
  }
}
