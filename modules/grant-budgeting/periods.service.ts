import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { addDays, isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import { countCommitments } from './commitments/commitments.queries';
import { countSubmissionsToCheck } from './home/submissions-to-check.queries';
import { spentWithoutFile } from './ledger-list/ledger-list.queries';

export interface ClosedPeriod {
  readonly untilDay: CivilDate;
  readonly closedAt: Date;
  readonly closedBy: string;
}

/** What is not settled on the day on which somebody would close a period. */
export interface UnsettledItems {
  /** Deliveries that no invoice has followed: their cost falls into a later period. */
  readonly toInvoice: number;
  readonly toPay: number;
  /** Reports of partners: what is accepted later counts later. */
  readonly toCheck: number;
  /** By grant, costs since the last closing on a document of which there is no file. */
  readonly withoutFile: readonly { readonly grant: string; readonly count: number }[];
  /** The first day that is not closed; null while none is. */
  readonly openFrom: CivilDate | null;
  /** The end of last month, where it is not closed yet. */
  readonly nextEnd: CivilDate | null;
}

/** A closed period never changes: what comes late is booked today and names the day of the fact. */
@Injectable()
export class Periods {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<ClosedPeriod[]> {
    return this.transactions.run(actor, closedPeriodsIn);
  }

  unsettled(actor: Actor): Promise<UnsettledItems> {
    return this.transactions.run(actor, async (tx) => {
      const [last] = await closedPeriodsIn(tx);
      const { to_pay: toPay, to_invoice: toInvoice } = await countCommitments(tx);
      const monthEnd = addDays(`${tx.today.slice(0, 7)}-01`, -1);
      return {
        toInvoice,
        toPay,
        toCheck: (await countSubmissionsToCheck(tx)).count,
        withoutFile: await spentWithoutFile(tx, last?.untilDay ?? null),
        openFrom: last ? addDays(last.untilDay, 1) : null,
        nextEnd: last && last.untilDay >= monthEnd ? null : monthEnd,
      };
    });
  }

  /** It cannot be undone: `confirmed` repeats the day, so that another day is asked about again. */
  close(
    actor: Actor,
    untilDay: CivilDate,
    confirmed: string | undefined,
  ): Promise<{ untilDay: CivilDate }> {
    return this.transactions.run(actor, async (tx) => {
      if (!isCivilDate(untilDay)) throw refuse('invalid', 'common.not_date');
      if (untilDay >= tx.today) throw refuse('invalid', 'budget.period_not_over');
      // Two at once: the second looks again once the first is done.
      tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 2))', ['close period']);
      const [{ last } = { last: null }] = await tx.query<{ last: CivilDate | null }>(
        'SELECT max(until_day)::text AS last FROM closed_periods',
      );
      if (last !== null && untilDay <= last) {
        throw refuse('conflict', 'budget.period_closed_already', { day: last });
      }
      if (confirmed !== untilDay) {
        const params = { day: untilDay };
        throw new DomainError('conflict', 'budget.period_to_confirm', params, 'confirmed');
      }
      await tx.query('INSERT INTO closed_periods (until_day, closed_by) VALUES ($1, $2)', [
        untilDay,
        tx.actor.userId,
      ]);
      await record(tx, { action: 'budget.close_period', kind: 'period', fields: [untilDay] });
      return { untilDay };
    });
  }
}

export const closedPeriodsIn = (tx: Tx): Promise<ClosedPeriod[]> =>
  tx.query<ClosedPeriod>(
    `SELECT p.until_day::text AS "untilDay", p.closed_at AS "closedAt", localized_name(u.name, u.names) AS "closedBy"
       FROM closed_periods p JOIN users u ON u.id = p.closed_by ORDER BY p.until_day DESC LIMIT 40`,
  );

const refuse = (kind: 'invalid' | 'conflict', code: string, params = {}) =>
  new DomainError(kind, code, params, 'untilDay');
