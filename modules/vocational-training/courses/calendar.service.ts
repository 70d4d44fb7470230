import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { type Session, sessionsIn } from './courses.queries';

export interface SessionCalendar {
  readonly from: CivilDate;
  /** The last day, counted. */
  readonly until: CivilDate;
  readonly today: CivilDate;
  readonly sessions: readonly Session[];
}

const MONTHS = 4;

/** The sessions of four months from the one asked for. */
@Injectable()
export class CourseCalendar {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, month: string | null): Promise<SessionCalendar> {
    return this.transactions.run(actor, async (tx) => {
      const first = month ?? tx.today.slice(0, 7);
      const from = `${first}-01`;
      const until = addDays(`${monthAfter(first, MONTHS)}-01`, -1);
      return { from, until, today: tx.today, sessions: await sessionsIn(tx, { from, until }) };
    });
  }
}

/** "2026-11" and 4 is "2027-03". */
export function monthAfter(month: string, count: number): string {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}
