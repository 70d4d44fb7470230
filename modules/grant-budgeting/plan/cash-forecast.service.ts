import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { budgetsOfToday } from '../budget.queries';
import { cashForecastOf, type CashForecast } from './cash-forecast.rules';
import { cashWorkbook } from './cash-forecast.export';
import { planOf } from './plan.queries';

interface CashForecastQuery {
  readonly grant?: string;
  readonly from?: string;
}

/** What the donor is asked for, quarter by quarter; the workbook is recorded as taken out. */
@Injectable()
export class CashForecasts {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, asked: CashForecastQuery): Promise<CashForecast> {
    return this.transactions.run(actor, async (tx) => (await forecastIn(tx, asked)).cash);
  }

  async workbook(actor: Actor, asked: CashForecastQuery): Promise<{ bytes: Buffer; name: string }> {
    const { cash, at } = await this.transactions.run(actor, async (tx) => {
      const { cash, grantId } = await forecastIn(tx, asked);
      await record(tx, { action: 'budget.take_cash_forecast', kind: 'grant', ids: [grantId] });
      return { cash, at: tx.now };
    });
    const bytes = await cashWorkbook(cash, actor.language, at);
    return { bytes, name: `cash-forecast-${cash.year[0]!.quarter}.xlsx` };
  }
}

async function forecastIn(tx: Tx, { grant: code, from }: CashForecastQuery) {
  const budgets = await budgetsOfToday(tx);
  const budget = code ? budgets.find(({ grant }) => grant.code === code) : budgets[0];
  if (!budget) throw notFound();
  const plan = await planOf(tx, budget);
  return { cash: cashForecastOf(budget, plan, from), grantId: budget.grantId };
}
