import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import {
  constraintOf,
  sqlState,
  Transactions,
  type Tx,
} from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { AccountLock } from './account-lock.service';

export const PRINCIPAL_KINDS = ['shelter', 'organisation', 'team'] as const;
export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

export interface NewMembership {
  readonly kind: PrincipalKind;
  readonly principalId: string;
  /** Last day of the membership, if known; access ends with it. */
  readonly until?: string;
}

const EXISTS = {
  shelter: 'SELECT 1 FROM shelters WHERE id = $1',
  organisation: 'SELECT 1 FROM organisations WHERE id = $1',
  team: 'SELECT 1 FROM teams WHERE id = $1 AND closed_at IS NULL',
} as const;

/**
 * Memberships of accounts in teams, shelters and organisations. A member sees what the group may see, during the
 * membership.
 */
@Injectable()
export class Memberships {
  constructor(
    private readonly transactions: Transactions,
    private readonly lock: AccountLock,
  ) {}

  join(actor: Actor, userId: string, membership: NewMembership): Promise<{ id: string }> {
    return this.transactions.run(actor, (tx) => this.joinIn(tx, userId, membership));
  }

  async joinIn(
    tx: Tx,
    userId: string,
    { kind, principalId, until }: NewMembership,
  ): Promise<{ id: string }> {
    await this.lock.take(tx, userId);
    if (until !== undefined && until < tx.today) {
      throw new DomainError('invalid', 'access.membership_past', {}, 'until');
    }
    const [known] = await tx.query(EXISTS[kind], [principalId]);
    if (!known) throw new DomainError('invalid', 'access.no_such_place', {}, 'principalId');
    try {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO memberships (user_id, principal_kind, principal_id, until_at, given_by)
         VALUES ($1, $2, $3, mawa_day_begins($4::date + 1), $5) RETURNING id`,
        [userId, kind, principalId, until ?? null, tx.actor.userId],
      );
      await record(tx, { action: `users.join_${kind}`, kind: 'user', ids: [userId, principalId] });
      return row!;
    } catch (error) {
      if (constraintOf(error) === 'focal_points_join_no_house') {
        throw new DomainError('conflict', 'access.focal_point_joins_no_house', {}, 'principalId');
      }
      if (sqlState(error) !== '23P01') throw error;
      throw new DomainError('conflict', 'access.member_already', {}, 'principalId');
    }
  }

  /** Ends a membership at once: from the next request on its access is gone. */
  leave(actor: Actor, membershipId: string): Promise<{ userId: string }> {
    return this.transactions.run(actor, async (tx) => {
      const [held] = await tx.query<{ user_id: string }>(
        'SELECT user_id FROM memberships WHERE id = $1 AND (until_at IS NULL OR until_at > mawa_now())',
        [membershipId],
      );
      if (!held) throw notFound();
      await this.lock.take(tx, held.user_id);
      const [ended] = await tx.query<{ kind: PrincipalKind; principal: string }>(
        `UPDATE memberships SET until_at = greatest(from_at, mawa_now()), ended_by = $2, ended_at = mawa_now()
          WHERE id = $1 AND (until_at IS NULL OR until_at > mawa_now())
          RETURNING principal_kind AS kind, principal_id AS principal`,
        [membershipId, tx.actor.userId],
      );
      if (!ended) throw notFound();
      await record(tx, {
        action: `users.leave_${ended.kind}`,
        kind: 'user',
        ids: [held.user_id, ended.principal],
      });
      return { userId: held.user_id };
    });
  }
}
