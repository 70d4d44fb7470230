import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { type Labels, publicHolidaysIn } from '../../reference-lists';
import { editionsInForce } from '../definitions/definitions.queries';
import {
  begunReports,
  type Disposition,
  firstDueDays,
  grantSpans,
  listDispositions,
} from './expected-reports.queries';
import {
  type CalendarState,
  type ExpectedReport,
  expectedReportsBetween,
  expectedReportsBy,
  monthAfter,
  expectedReportKey,
  isDue,
  isPutAway,
  type PutAway,
  stateOf,
} from './expected-reports.rules';

/** How many months are drawn, this one among them. */
export const MONTHS_AHEAD = 12;

export interface Deadline extends ExpectedReport {
  readonly state: CalendarState;
  /** Id of the report, once begun. */
  readonly reportId: string | null;
  /** Latest decision on it, if any. */
  readonly disposition: Disposition | null;
}

/** Deadline in the chart of the coming months. */
export interface DeadlineAhead extends Deadline {
  /** The name of the public holiday on which it is due. */
  readonly holiday: Labels | null;
}

export interface MonthsAhead {
  readonly today: CivilDate;
  readonly from: CivilDate;
  readonly deadlines: readonly Deadline[];
  /** Due before the first month of the picture, and not approved. */
  readonly late: readonly Deadline[];
  /** Due before the first month of the picture, and put away. */
  readonly putAway: readonly Deadline[];
}

export interface CalendarAhead extends MonthsAhead {
  readonly deadlines: readonly DeadlineAhead[];
}

const lastDayAhead = ({ today }: Tx): CivilDate => addDays(monthAfter(today, MONTHS_AHEAD), -1);

/** Report calendar: deadlines of all definitions over the periods of all grants, with the state of each report. */
@Injectable()
export class ReportCalendar {
  constructor(private readonly transactions: Transactions) {}

  ahead(actor: Actor): Promise<MonthsAhead> {
    return this.transactions.run(actor, (tx) => this.aheadIn(tx));
  }

  /** The calendar with public holidays on which a report is due. */
  calendar(actor: Actor): Promise<CalendarAhead> {
    return this.transactions.run(actor, async (tx) => {
      const ahead = await this.aheadIn(tx);
      const holidays = await publicHolidaysIn(tx, ahead.from, lastDayAhead(tx));
      return {
        ...ahead,
        deadlines: ahead.deadlines.map((one) => ({
          ...one,
          holiday: holidays.get(one.dueOn) ?? null,
        })),
      };
    });
  }

  private async aheadIn(tx: Tx): Promise<MonthsAhead> {
    const from = monthAfter(tx.today, 0);
    const all = await this.dueBetween(tx, null, lastDayAhead(tx));
    return {
      today: tx.today,
      from,
      deadlines: all.filter(({ dueOn }) => dueOn >= from),
      late: all.filter(({ dueOn, state }) => dueOn < from && state === 'late'),
      putAway: all.filter(({ dueOn, state }) => dueOn < from && isPutAway(state)),
    };
  }

  /** The earliest first; without a beginning, from the first grant on. */
  async dueBetween(tx: Tx, from: CivilDate | null, to: CivilDate): Promise<Deadline[]> {
    const [grants, editions] = [await grantSpans(tx), await editionsInForce(tx)];
    const begun = new Map((await begunReports(tx)).map((one) => [one.of, one]));
    const [firstDays, decided] = [await firstDueDays(tx, grants), await lastDispositions(tx)];
    const first = from ?? grants.map(({ startsOn }) => startsOn).sort()[0] ?? to;
    return expectedReportsBetween(first, to, grants, editions)
      .filter((one) => isDue(one, firstDays) || begun.has(expectedReportKey(one)))
      .sort(byDay)
      .map((one) => {
        const key = expectedReportKey(one);
        const report = begun.get(key) ?? null;
        const disposition = decided.get(key) ?? null;
        const state = stateOf(one, report?.state ?? null, tx, putAwayBy(disposition));
        return { ...one, state, reportId: report?.id ?? null, disposition };
      });
  }
}

const byDay = (a: ExpectedReport, b: ExpectedReport): number =>
  a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.kind < b.kind ? -1 : 1;

const lastDispositions = async (tx: Tx): Promise<Map<string, Disposition>> =>
  // Decisions are sorted latest first; reversed, because the last entry of a key stays in a map.
  new Map((await listDispositions(tx)).reverse().map((one) => [one.of, one]));

const putAwayBy = (last: Disposition | null): PutAway | null =>
  last === null || last.disposition === 'due_again' ? null : last.disposition;

/** Over, due, and nobody has begun it. */
export async function listReportsNotBegun(tx: Tx): Promise<ExpectedReport[]> {
  const [grants, editions] = [await grantSpans(tx), await editionsInForce(tx)];
  const begun = new Set((await begunReports(tx)).map(({ of }) => of));
  const [firstDays, decided] = [await firstDueDays(tx, grants), await lastDispositions(tx)];
  return expectedReportsBy(tx.tonight, grants, editions).filter((one) => {
    const key = expectedReportKey(one);
    return isDue(one, firstDays) && !begun.has(key) && putAwayBy(decided.get(key) ?? null) === null;
  });
}
