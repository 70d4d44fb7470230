import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { forgetDevices } from '../guessing/known-devices.service';
import { endSessions } from '../sessions.service';
import { AccountLock } from './account-lock.service';

export const CLOSING_REASONS = ['left', 'absence', 'security', 'mistake'] as const;
export type ClosingReason = (typeof CLOSING_REASONS)[number];

export interface ClosingResult {
  readonly sessionsEnded: number;
  /** Number of people for whom this account was the only case holder; never their identities. */
  readonly casesWithoutHolder: number;
}

/**
 * Closes accounts and ends their sessions at once. Roles, memberships and case access of a closed account are kept as
 * records and grant nothing.
 */
@Injectable()
export class AccountClosing {
  constructor(
    private readonly transactions: Transactions,
    private readonly lock: AccountLock,
  ) {}

  close(actor: Actor, userId: string, reason: ClosingReason): Promise<ClosingResult> {
    return this.transactions.run(actor, async (tx) => {
      const { active } = await this.lock.take(tx, userId);
      if (!active) throw new DomainError('conflict', 'access.account_closed');
      const casesWithoutHolder = await casesHeldOnlyBy(tx, userId);
      await tx.query(
        'INSERT INTO account_closings (user_id, reason, closed_by) VALUES ($1, $2, $3)',
        [userId, reason, tx.actor.userId],
      );
      await tx.query('UPDATE users SET active = false WHERE id = $1', [userId]);
      await tx.query(
        'UPDATE password_links SET ended_at = mawa_now() WHERE user_id = $1 AND ended_at IS NULL',
        [userId],
      );
      const sessionsEnded = await endSessions(tx, userId);
      await forgetDevices(tx, userId);
      if (casesWithoutHolder > 0) {
        await tx.query(
          `SELECT add_task('cases_without_holder', NULL, $1, 'case_supervisor', NULL, mawa_now() + interval '1 day')`,
          [userId],
        );
      }
      await record(tx, {
        action: 'users.close',
        kind: 'user',
        ids: [userId],
        fields: [`reason:${reason}`],
      });
      return { sessionsEnded, casesWithoutHolder };
    });
  }

  /** Reopens a closed account. Its roles that open cases or grant rights need confirmation by a second person again. */
  reopen(actor: Actor, userId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const { active } = await this.lock.take(tx, userId);
      if (active) throw new DomainError('conflict', 'access.account_open');
      await tx.query(
        `UPDATE account_closings SET reopened_by = $2, reopened_at = mawa_now()
          WHERE user_id = $1 AND reopened_at IS NULL`,
        [userId, tx.actor.userId],
      );
      const again = await tx.query<{ role: string; last_day: string | null }>(
        `UPDATE user_roles SET ended_by = $2, ended_at = mawa_now()
          WHERE user_id = $1 AND ended_at IS NULL AND needs_second RETURNING role, last_day::text`,
        [userId, tx.actor.userId],
      );
      await tx.query(
        `INSERT INTO user_roles (user_id, role, granted_by, last_day)
         SELECT $1, role, $2, last_day FROM unnest($3::text[], $4::date[]) AS again(role, last_day)
          WHERE last_day IS NULL OR last_day >= mawa_day(mawa_now())`,
        [
          userId,
          tx.actor.userId,
          again.map(({ role }) => role),
          again.map(({ last_day: lastDay }) => lastDay),
        ],
      );
      await tx.query('UPDATE users SET active = true WHERE id = $1', [userId]);
      await record(tx, { action: 'users.reopen', kind: 'user', ids: [userId] });
    });
  }

  /** Ends all sessions of an account, for example after a telephone was lost. */
  endSessions(actor: Actor, userId: string): Promise<{ sessionsEnded: number }> {
    return this.transactions.run(actor, async (tx) => {
      await this.lock.take(tx, userId);
      const sessionsEnded = await endSessions(tx, userId);
      await forgetDevices(tx, userId);
      await record(tx, { action: 'users.end_sessions', kind: 'user', ids: [userId] });
      return { sessionsEnded };
    });
  }
}

/**
 * Counts the cases held by this account alone. For administrators, who cannot read cases: a definer function counts,
 * and the count is audited.
 */
export async function casesHeldOnlyBy(tx: Tx, userId: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>('SELECT cases_held_only_by($1) AS n', [userId]);
  await record(tx, { action: 'users.count_cases_held', kind: 'user', ids: [userId] });
  return row!.n ?? 0;
}
