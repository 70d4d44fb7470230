import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintOf, Transactions, type Tx } from '../../platform/database/transactions';
import { ROLES, type Actor, type Role } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { AccountLock } from './account-lock.service';

interface WaitingRole {
  readonly user_id: string;
  readonly granted_by: string;
  readonly confirmed_by: string | null;
  /**
   * Administrator who may know the password, because they handed over the link with which it was chosen
   * (docs/security.md).
   */
  readonly handed_over_by: string | null;
}

/**
 * Grants and ends roles. Nobody changes their own roles; every role except a partner's needs confirmation by a second
 * person.
 */
@Injectable()
export class RoleGrants {
  constructor(
    private readonly transactions: Transactions,
    private readonly lock: AccountLock,
  ) {}

  grant(
    actor: Actor,
    userId: string,
    role: Role,
    lastDay: CivilDate | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.run(actor, (tx) => this.grantIn(tx, userId, role, lastDay));
  }

  /** Grants a role that another administrator has to confirm; it has no effect after `lastDay`. */
  async grantIn(
    tx: Tx,
    userId: string,
    role: Role,
    lastDay: CivilDate | null = null,
  ): Promise<{ id: string }> {
    if (!ROLES.includes(role)) throw new DomainError('invalid', 'access.no_such_role', {}, 'role');
    if (lastDay !== null && lastDay < tx.today) {
      throw new DomainError('invalid', 'access.role_past', {}, 'lastDay');
    }
    await this.lock.take(tx, userId);
    await endPastRoles(tx, userId);
    const [row] = await tx
      .query<{ id: string }>(
        `INSERT INTO user_roles (user_id, role, granted_by, last_day) VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id, role) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
        [userId, role, tx.actor.userId, lastDay],
      )
      .catch(refuseOutsider);
    if (!row) throw new DomainError('conflict', 'access.role_held', {}, 'role');
    await record(tx, { action: 'users.grant_role', kind: 'user', ids: [userId], fields: [role] });
    return row;
  }

  confirm(actor: Actor, roleId: string): Promise<{ userId: string }> {
    return this.transactions.run(actor, (tx) => this.confirmIn(tx, roleId));
  }

  async confirmIn(tx: Tx, roleId: string): Promise<{ userId: string }> {
    const [held] = await tx.query<{ user_id: string }>(
      'SELECT user_id FROM user_roles WHERE id = $1',
      [roleId],
    );
    if (!held) throw notFound();
    if (held.user_id === tx.actor.userId) {
      throw new DomainError('forbidden', 'access.second_person');
    }
    await this.lock.take(tx, held.user_id);
    const [row] = await tx.query<WaitingRole>(
      `SELECT user_id, granted_by, confirmed_by, password_handed_over_by(user_id) AS handed_over_by
         FROM user_roles WHERE id = $1 AND ended_at IS NULL AND (last_day IS NULL OR last_day >= mawa_day(mawa_now()))
           FOR UPDATE`,
      [roleId],
    );
    if (!row) throw notFound();
    if (row.confirmed_by) throw new DomainError('conflict', 'access.role_confirmed');
    if (row.granted_by === tx.actor.userId) {
      throw new DomainError('forbidden', 'access.second_person');
    }
    if (row.handed_over_by === tx.actor.userId) {
      throw new DomainError('forbidden', 'access.handed_over_link');
    }
    await tx.query('UPDATE user_roles SET confirmed_by = $2, confirmed_at = $3 WHERE id = $1', [
      roleId,
      tx.actor.userId,
      tx.now,
    ]);
    await record(tx, { action: 'users.confirm_role', kind: 'user', ids: [row.user_id] });
    return { userId: row.user_id };
  }

  end(actor: Actor, roleId: string): Promise<{ userId: string }> {
    return this.transactions.run(actor, async (tx) => {
      const [held] = await tx.query<{ user_id: string }>(
        'SELECT user_id FROM user_roles WHERE id = $1 AND ended_at IS NULL',
        [roleId],
      );
      if (!held) throw notFound();
      await this.lock.take(tx, held.user_id);
      const [ended] = await tx.query<{ role: Role }>(
        `UPDATE user_roles SET ended_by = $2, ended_at = mawa_now()
          WHERE id = $1 AND ended_at IS NULL RETURNING role`,
        [roleId, tx.actor.userId],
      );
      if (!ended) throw notFound();
      await record(tx, {
        action: 'users.end_role',
        kind: 'user',
        ids: [held.user_id],
        fields: [ended.role],
      });
      return { userId: held.user_id };
    });
  }
}

/**
 * Ends roles past their last day, of one account or (`null`) of all, in the name of the actor. Returns how many were
 * ended.
 */
export async function endPastRoles(tx: Tx, userId: string | null): Promise<number> {
  const ended = await tx.query<{ user_id: string; role: Role }>(
    `UPDATE user_roles SET ended_by = $2, ended_at = mawa_now()
      WHERE last_day < mawa_day(mawa_now()) AND ended_at IS NULL AND ($1::uuid IS NULL OR user_id = $1)
      RETURNING user_id, role`,
    [userId, tx.actor.userId],
  );
  for (const { user_id: id, role } of ended) {
    await record(tx, { action: 'users.end_role', kind: 'user', ids: [id], fields: [role] });
  }
  return ended.length;
}

/**
 * Translates the refusals of `role_suits_organisation`: programme roles are for the programme's own people, and some
 * roles may not be held by programs.
 */
function refuseOutsider(error: unknown): never {
  if (constraintOf(error) === 'user_roles_of_a_person') {
    throw new DomainError('conflict', 'access.role_of_person', {}, 'role');
  }
  if (constraintOf(error) === 'user_roles_suit_the_organisation') {
    throw new DomainError('conflict', 'access.role_outside', {}, 'role');
  }
  throw error;
}
