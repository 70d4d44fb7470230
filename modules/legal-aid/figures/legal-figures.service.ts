import { Injectable } from '@nestjs/common';
import { Lists } from '../../reference-lists';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { legalFigures, type LegalFigures, legalYears } from './legal.figures';

export interface LegalFiguresOfYear extends LegalFigures {
  readonly year: number;
  readonly years: readonly number[];
  /** Present labels of measures. */
  readonly measureNames: Readonly<Record<string, Readonly<Record<Language, string>>>>;
}

/** The figures of a year, for page and API alike. */
@Injectable()
export class LegalFiguresService {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
  ) {}

  of(actor: Actor, asked: number | null): Promise<LegalFiguresOfYear> {
    return this.transactions.run(actor, async (tx) => {
      const year = asked ?? Number(tx.today.slice(0, 4));
      const figures = await legalFigures(tx, { from: `${year}-01-01`, until: `${year + 1}-01-01` });
      const known = await legalYears(tx);
      const { items } = (await this.lists.inForce(tx, ['protection_measures'])).protection_measures;
      return {
        ...figures,
        year,
        years: [...new Set([Number(tx.today.slice(0, 4)), year, ...known])].sort((a, b) => b - a),
        measureNames: Object.fromEntries(items.map(({ code, labels }) => [code, labels])),
      };
    });
  }
}
