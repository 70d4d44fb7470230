import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { editionsInForce } from '../definitions/definitions.queries';
import { begunReports, grantSpans } from './expected-reports.queries';
import {
  type CalendarState,
  type ExpectedReport,
  expectedReportsBetween,
  expectedReportsBy,
  monthAfter,
  expectedReportKey,
  stateOf,
} from './expected-reports.rules';

/** How many months are drawn, this one among them. */
export const MONTHS_AHEAD = 12;

export interface Deadline extends ExpectedReport {
  readonly state: CalendarState;
  /** Of the report, once it is begun. */
  readonly reportId: string | null;
}

/** What a picture of the months ahead shows. */
export interface MonthsAhead {
  readonly today: CivilDate;
  readonly from: CivilDate;
  readonly deadlines: readonly Deadline[];
  /** Due before the first month of the picture, and not approved. */
  readonly late: readonly Deadline[];
}

/** What is due when: every definition over the periods of every grant, with where each report stands. */
@Injectable()
export class ReportCalendar {
  constructor(private readonly transactions: Transactions) {}

  ahead(actor: Actor): Promise<MonthsAhead> {
    return this.transactions.run(actor, async (tx) => {
      const from = monthAfter(tx.today, 0);
      const last = addDays(monthAfter(tx.today, MONTHS_AHEAD), -1);
      const all = await this.dueBetween(tx, null, last);
      return {
        today: tx.today,
        from,
        deadlines: all.filter(({ dueOn }) => dueOn >= from),
        late: all.filter(({ dueOn, state }) => dueOn < from && state === 'late'),
      };
    });
  }

  /** The earliest first; without a beginning, from the first grant on. */
  async dueBetween(tx: Tx, from: CivilDate | null, to: CivilDate): Promise<Deadline[]> {
    const [grants, editions] = [await grantSpans(tx), await editionsInForce(tx)];
    const begun = new Map((await begunReports(tx)).map((one) => [one.of, one]));
    const first = from ?? grants.map(({ startsOn }) => startsOn).sort()[0] ?? to;
    return expectedReportsBetween(first, to, grants, editions)
      .sort(byDay)
      .map((one) => {
        const report = begun.get(expectedReportKey(one)) ?? null;
        const state = stateOf(one, report?.state ?? null, tx);
        return { ...one, state, reportId: report?.id ?? null };
      });
  }
}

const byDay = (a: ExpectedReport, b: ExpectedReport): number =>
  a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.kind < b.kind ? -1 : 1;

/** Over, and nobody has begun it. */
export async function listReportsNotBegun(tx: Tx): Promise<ExpectedReport[]> {
  const [grants, editions] = [await grantSpans(tx), await editionsInForce(tx)];
  const begun = new Set((await begunReports(tx)).map(({ of }) => of));
  return expectedReportsBy(tx.tonight, grants, editions).filter(
    (one) => !begun.has(expectedReportKey(one)),
  );
}
