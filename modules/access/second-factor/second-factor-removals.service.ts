import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { AccountMails } from '../account-mails.service';
import { AccountLock } from '../accounts/account-lock.service';
import { forgetDevices } from '../guessing/known-devices.service';

export const REMOVAL_REASONS = ['lost', 'changed', 'security'] as const;
export type RemovalReason = (typeof REMOVAL_REASONS)[number];

export interface AskedRemoval {
  readonly id: string;
  /** True if a second administrator has to confirm, because a role of the account requires the factor. */
  readonly waits: boolean;
}

const translated = constraintTranslator({
  second_factor_removals_second_person: ['forbidden', 'access.second_person_removal'],
});

/** Removal of a lost second factor by administrators. The sessions of the account end. */
@Injectable()
export class SecondFactorRemovals {
  constructor(
    private readonly transactions: Transactions,
    private readonly lock: AccountLock,
    private readonly mails: AccountMails,
  ) {}

  ask(actor: Actor, userId: string, reason: RemovalReason): Promise<AskedRemoval> {
    return this.transactions.run(actor, async (tx) => {
      await this.lock.take(tx, userId);
      const [asked] = await tx.query<AskedRemoval>(
        'SELECT id, waits FROM ask_second_factor_removal($1, $2)',
        [userId, reason],
      );
      if (!asked) throw new DomainError('conflict', 'access.second_factor_none');
      if (!asked.waits) await this.removed(tx, userId);
      await record(tx, {
        action: asked.waits ? 'users.ask_second_factor_removal' : 'users.remove_second_factor',
        kind: 'user',
        ids: [userId],
        fields: [`reason:${reason}`],
      });
      return asked;
    });
  }

  confirm(actor: Actor, id: string): Promise<{ userId: string }> {
    return translated(
      this.transactions.run(actor, async (tx) => {
        const [asked] = await tx.query<{ userId: string }>(
          'SELECT user_id AS "userId" FROM second_factor_removals WHERE id = $1',
          [id],
        );
        if (!asked) throw notFound();
        await this.lock.take(tx, asked.userId);
        const [done] = await tx.query<{ userId: string | null }>(
          'SELECT confirm_second_factor_removal($1) AS "userId"',
          [id],
        );
        if (!done?.userId) throw new DomainError('conflict', 'access.removal_over');
        await this.removed(tx, done.userId);
        await record(tx, {
          action: 'users.remove_second_factor',
          kind: 'user',
          ids: [done.userId],
        });
        return { userId: done.userId };
      }),
    );
  }

  /** Forgets the known browsers of the account and notifies its holder. */
  private async removed(tx: Tx, userId: string): Promise<void> {
    await forgetDevices(tx, userId);
    await this.mails.sendAfter(tx, userId, { kind: 'factor_removed' });
  }
}
