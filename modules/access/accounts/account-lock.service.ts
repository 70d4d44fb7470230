import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import { DomainError, notFound } from '../../platform/shared/domain.errors';

export interface LockedAccount {
  readonly active: boolean;
  /** Of a program. */
  readonly service: boolean;
}

@Injectable()
export class AccountLock {
  /**
   * Takes the account of another person, and one's own, for this transaction: two administrators who
   * act on each other at once come one after the other, and the second no longer may. Nobody acts on
   * themselves.
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
