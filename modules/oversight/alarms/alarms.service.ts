import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Role } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { AlarmListDto, Finding } from './alarms.dto';
import type { AlarmRule } from './reading-alarms.rules';

export interface ReadingAlarm {
  readonly id: string;
  readonly rule: AlarmRule;
  readonly userId: string | null;
  readonly account: string | null;
  readonly roles: readonly Role[];
  readonly subjectId: string | null;
  readonly facts: { readonly number: number; readonly usual?: number };
  readonly fromAt: Date;
  readonly untilAt: Date;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly finding: Finding | null;
}

export interface AlarmList {
  /** The oldest first: however many are raised, none is pushed off the list. */
  readonly open: readonly ReadingAlarm[];
  readonly nextOpen: string | null;
  readonly closed: readonly ReadingAlarm[];
  readonly next: string | null;
}

const A_PAGE = 30;

const ALARMS = `
  SELECT a.id, a.rule, a.user_id AS "userId", u.name AS account, a.subject_id AS "subjectId", a.facts,
         a.from_at AS "fromAt", a.until_at AS "untilAt", a.opened_at AS "openedAt", a.closed_at AS "closedAt",
         c.name AS "closedBy", a.finding,
         ARRAY(SELECT r.role FROM current_roles r WHERE r.user_id = a.user_id ORDER BY r.role) AS roles
    FROM reading_alarms a LEFT JOIN users u ON u.id = a.user_id LEFT JOIN users c ON c.id = a.closed_by`;

/** Alarms on unusual reading, visible to reviewers other than the person concerned (row-level security). */
@Injectable()
export class ReadingAlarms {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor, { after, before }: AlarmListDto): Promise<AlarmList> {
    return this.transactions.run(actor, async (tx) => {
      const [open, closed] = await Promise.all([
        tx.query<ReadingAlarm>(
          `${ALARMS} WHERE a.closed_at IS NULL
              AND ($1::uuid IS NULL OR (a.opened_at, a.id) > (SELECT b.opened_at, b.id FROM reading_alarms b WHERE b.id = $1))
            ORDER BY a.opened_at, a.id LIMIT ${A_PAGE + 1}`,
          [after ?? null],
        ),
        tx.query<ReadingAlarm>(
          `${ALARMS} WHERE a.closed_at IS NOT NULL
              AND ($1::uuid IS NULL OR (a.closed_at, a.id) < (SELECT b.closed_at, b.id FROM reading_alarms b WHERE b.id = $1))
            ORDER BY a.closed_at DESC, a.id DESC LIMIT ${A_PAGE + 1}`,
          [before ?? null],
        ),
      ]);
      const [openPage, closedPage] = [open.slice(0, A_PAGE), closed.slice(0, A_PAGE)];
      const shown = [...openPage, ...closedPage].map(({ id }) => id);
      if (shown.length > 0) await record(tx, { action: 'alarms.read', kind: 'alarm', ids: shown });
      return {
        open: openPage,
        nextOpen: open.length > A_PAGE ? openPage.at(-1)!.id : null,
        closed: closedPage,
        next: closed.length > A_PAGE ? closedPage.at(-1)!.id : null,
      };
    });
  }

  read(actor: Actor, id: string): Promise<ReadingAlarm> {
    return this.transactions.run(actor, async (tx) => {
      const alarm = await alarmOf(tx, id);
      await record(tx, { action: 'alarms.read', kind: 'alarm', ids: [id] });
      return alarm;
    });
  }

  /** Error: `alarms.closed`. */
  close(actor: Actor, id: string, finding: Finding): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await alarmOf(tx, id);
      const [row] = await tx.query<{ closed: boolean }>(
        'SELECT close_reading_alarm($1, $2) AS closed',
        [id, finding],
      );
      if (!row!.closed) throw new DomainError('conflict', 'alarms.closed');
      await record(tx, { action: 'alarms.close', kind: 'alarm', ids: [id], fields: [finding] });
    });
  }
}

export async function countOpenAlarms(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM reading_alarms WHERE closed_at IS NULL',
  );
  return row!.count;
}

async function alarmOf(tx: Tx, id: string): Promise<ReadingAlarm> {
  const [alarm] = await tx.query<ReadingAlarm>(`${ALARMS} WHERE a.id = $1`, [id]);
  if (!alarm) throw notFound();
  return alarm;
}
