import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';

/** How anything of a training of officials is written: once for each request, with its row of the audit. */
@Injectable()
export class CapacityActions {
  constructor(private readonly transactions: Transactions) {}

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
    return this.transactions.once(actor, { useCase, body, requestId }, work);
  }
}

export const recordTraining = (
  tx: Tx,
  action: string,
  ids: readonly string[],
  fields: string[] = [],
): Promise<void> => record(tx, { action, kind: 'capacity_training', ids: [...ids], fields });

/** Audits reading or writing about officials. */
export const recordLearners = (
  tx: Tx,
  action: string,
  ids: readonly string[],
  fields: string[] = [],
): Promise<void> =>
  ids.length === 0
    ? Promise.resolve()
    : record(tx, { action, kind: 'capacity_learner', ids: [...ids], fields });
