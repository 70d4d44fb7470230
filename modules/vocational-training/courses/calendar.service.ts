import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { type Session, sessionsIn } from './courses.queries';
import { monthAfter } from '../../platform/shared/periods.rules';

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
