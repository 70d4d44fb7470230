import { Injectable } from '@nestjs/common';
import { serviceFigures } from '../assistance-services';
import { budgetFigures } from '../grant-budgeting';
import { list } from '../reference-lists';
import { bedFigures } from '../shelter-beds';
import type { Tx } from '../../src/database/transactions';
import type { Period, ReportFigures } from './figures/report.figures';
import { reportSources } from './figures/report-sources';
import { peopleServed } from './people-served.figures';

export interface Gathered {
  readonly figures: ReportFigures;
  readonly sources: Readonly<Record<string, readonly string[]>>;
}

/** Asks each module for the figures that it owns; counts nothing itself but people served. */
@Injectable()
export class GatherFigures {
  async of(
    tx: Tx,
    grantId: string,
    period: Period,
    reached: (percent: number, step: string) => Promise<void>,
  ): Promise<Gathered> {
    const { sources, ...people } = await peopleServed(tx, period);
    await reached(30, 'people');
    const beds = await bedFigures(tx, period);
    await reached(45, 'beds');
    const services = await serviceFigures(tx, period);
    await reached(60, 'services');
    const budget = await budgetFigures(tx, grantId, period);
    await reached(70, 'money');
    const [grant] = await tx.query<{ feeRate: string; sharesSource: string }>(
      `SELECT fee_rate::text AS "feeRate", shares_source AS "sharesSource" FROM grants WHERE id = $1`,
      [grantId],
    );
    const rest = await reportSources(tx, grantId, period);
    const figures: ReportFigures = {
      format: 'mawa-figures/1',
      period,
      lists: { purposes: list('purposes').version, sexes: list('sexes').version },
      people,
      beds: { shelters: beds.shelters, months: beds.months, total: beds.total },
      services: { byType: services.byType },
      budget: {
        grant: {
          code: budget.grant.code,
          title: budget.grant.title,
          currency: budget.grant.currency,
          amount: budget.grant.amount,
          fee: budget.grant.fee,
          ...grant!,
        },
        shares: budget.shares,
        lines: budget.lines,
      },
    };
    const named = Object.entries(sources).map(
      ([key, ids]) => [`people/${key}`, [...ids].sort()] as const,
    );
    return { figures, sources: { ...Object.fromEntries(named), ...rest } };
  }
}
