import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { capacityFigures } from './capacity.figures';
import {
  type SuppressedCapacityFigures,
  suppressCapacityFigures,
} from './capacity-suppression.rules';

export interface CapacityOfYear extends SuppressedCapacityFigures {
  readonly year: number;
  readonly thisYear: number;
}

/** The figures of a year, for page and API alike. */
@Injectable()
export class CapacityFiguresService {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, asked: number | null): Promise<CapacityOfYear> {
    return this.transactions.run(actor, async (tx) => {
      const thisYear = Number(tx.today.slice(0, 4));
      const year = asked ?? thisYear;
      const period = { from: `${year}-01-01`, until: `${year + 1}-01-01` };
      return { ...suppressCapacityFigures(await capacityFigures(tx, period)), year, thisYear };
    });
  }
}
