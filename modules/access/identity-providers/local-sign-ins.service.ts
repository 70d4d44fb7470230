import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { AccountLock } from '../accounts/account-lock.service';

export interface LocalSignIn {
  readonly id: string;
  readonly madeById: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
}

const translated = constraintTranslator({
  local_sign_ins_second_person: ['forbidden', 'access.second_person_local'],
  local_sign_ins_one_an_account: ['conflict', 'access.local_there'],
});

/** Accounts that may always sign in with their password, for days on which their identity provider is unavailable. */
@Injectable()
export class LocalSignIns {
  constructor(
    private readonly transactions: Transactions,
    private readonly lock: AccountLock,
  ) {}

  of(actor: Actor, userId: string): Promise<LocalSignIn | null> {
    return this.transactions.run(actor, async (tx) => {
      const [found] = await tx.query<LocalSignIn>(
        `SELECT s.id, s.made_by AS "madeById", localized_name(m.name, m.names) AS "madeBy", s.made_at AS "madeAt", localized_name(c.name, c.names) AS "confirmedBy",
                s.confirmed_at AS "confirmedAt"
           FROM local_sign_ins s JOIN users m ON m.id = s.made_by LEFT JOIN users c ON c.id = s.confirmed_by
          WHERE s.user_id = $1 AND s.ended_at IS NULL`,
        [userId],
      );
      return found ?? null;
    });
  }

  /** Requests the permission; another administrator has to confirm it. */
  ask(actor: Actor, userId: string): Promise<{ id: string }> {
    return translated(
      this.transactions.run(actor, async (tx) => {
        const { active, service } = await this.lock.take(tx, userId);
        if (service) throw new DomainError('conflict', 'access.service_no_password');
        if (!active) throw new DomainError('conflict', 'access.account_closed');
        const [asked] = await tx.query<{ id: string }>(
          'INSERT INTO local_sign_ins (user_id) VALUES ($1) RETURNING id',
          [userId],
        );
        await record(tx, { action: 'users.ask_local_sign_in', kind: 'user', ids: [userId] });
        return asked!;
      }),
    );
  }

  confirm(actor: Actor, id: string): Promise<{ userId: string }> {
    return translated(
      this.transactions.run(actor, async (tx) => {
        const userId = await accountOf(tx, id);
        await this.lock.take(tx, userId);
        const [confirmed] = await tx.query(
          `UPDATE local_sign_ins SET confirmed_by = $2, confirmed_at = mawa_now()
            WHERE id = $1 AND confirmed_at IS NULL AND ended_at IS NULL RETURNING id`,
          [id, actor.userId],
        );
        if (!confirmed) throw new DomainError('conflict', 'access.local_confirmed');
        await record(tx, { action: 'users.confirm_local_sign_in', kind: 'user', ids: [userId] });
        return { userId };
      }),
    );
  }

  end(actor: Actor, id: string): Promise<{ userId: string }> {
    return this.transactions.run(actor, async (tx) => {
      const userId = await accountOf(tx, id);
      await this.lock.take(tx, userId);
      const [ended] = await tx.query(
        `UPDATE local_sign_ins SET ended_by = $2, ended_at = mawa_now() WHERE id = $1 AND ended_at IS NULL RETURNING id`,
        [id, actor.userId],
      );
      if (!ended) throw notFound();
      await record(tx, { action: 'users.end_local_sign_in', kind: 'user', ids: [userId] });
      return { userId };
    });
  }
}

async function accountOf(tx: Tx, id: string): Promise<string> {
  const [found] = await tx.query<{ userId: string }>(
    'SELECT user_id AS "userId" FROM local_sign_ins WHERE id = $1 AND ended_at IS NULL',
    [id],
  );
  if (!found) throw notFound();
  return found.userId;
}
