import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import { DomainError, notFound } from '../../platform/shared/domain.errors';

export interface LockedAccount {
  readonly active: boolean;
  /** A service account: used by a program. */
  readonly service: boolean;
}

@Injectable()
export class AccountLock {
  /**
   * Locks the rows of the target account and of the actor until the end of the transaction, and checks again that the
   * actor is still an administrator. Two administrators who act on each other at the same time are serialised, and the
   * second is refused. Nobody may act on their own account.
   */
  async take(tx: Tx, userId: string): Promise<LockedAccount> {
    if (userId === tx.actor.userId) throw new DomainError('forbidden', 'access.not_yourself');
    const rows = await tx.query<LockedAccount & { id: string; system: boolean }>(
      'SELECT id, active, system, service FROM users WHERE id = ANY ($1) ORDER BY id FOR UPDATE',
      [[userId, tx.actor.userId]],
    );
    if (!tx.actor.system) {
      const [still] = await tx.query<{ may: boolean }>(
        `SELECT mawa_has_role('administrator') AS may`,
      );
      if (!still!.may) throw new DomainError('forbidden', 'access.not_yours');
    }
    const found = rows.find(({ id, system }) => id === userId && !system);
    if (!found) throw notFound();
    return found;
  }
}
