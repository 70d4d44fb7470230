import { Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { idempotencyKey } from '../training-records.service';

/** How anything of a training of officials is written: once for each request, with its row of the audit. */
@Injectable()
export class CapacityActions {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
  ) {}

  run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transactions.run(actor, work);
  }

  once<T extends object>(
    actor: Actor,
    useCase: string,
    body: object,
    requestId: string | null,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const digest = (one: unknown) => this.keys.bodyDigest(one);
    return this.transactions.once(actor, idempotencyKey(digest, useCase, body, requestId), work);
  }
}

export const recordTraining = (
  tx: Tx,
  action: string,
  ids: readonly string[],
  fields: string[] = [],
): Promise<void> => record(tx, { action, kind: 'capacity_training', ids: [...ids], fields });

/** Whom a reading or a writing is about: officials. */
export const recordLearners = (
  tx: Tx,
  action: string,
  ids: readonly string[],
  fields: string[] = [],
): Promise<void> =>
  ids.length === 0
    ? Promise.resolve()
    : record(tx, { action, kind: 'capacity_learner', ids: [...ids], fields });

export function mustBeDay(day: CivilDate, field: string): void {
  if (!isCivilDate(day)) throw new DomainError('invalid', 'common.not_date', {}, field);
}

/** A day that exists and has come. */
export function mustNotBeFutureDay(tx: Tx, day: CivilDate, field = 'on'): void {
  mustBeDay(day, field);
  if (day > tx.today) throw new DomainError('invalid', 'capacity.in_future', {}, field);
}
