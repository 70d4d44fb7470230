import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { once } from '../../src/database/once';
import { Transactions, type Tx } from '../../src/database/transactions';
import type { Actor } from '../../src/shared/actor';
import { notFound } from '../../src/shared/domain-error';
import { checkStep, type Stage, type StageReason } from './stage.rules';

export interface StageStep {
  readonly to: Stage;
  readonly reason: StageReason;
}

/** Where a person stands: each change is a row that says who, when and why. */
@Injectable()
export class Stages {
  constructor(private readonly transactions: Transactions) {}

  change(
    actor: Actor,
    caseId: string,
    step: StageStep,
    requestId: string | null = null,
  ): Promise<{ stage: Stage }> {
    return this.transactions.run(
      actor,
      (tx) =>
        once(tx, 'people.change_stage', { caseId, ...step }, () => this.changeIn(tx, caseId, step)),
      requestId,
    );
  }

  async changeIn(tx: Tx, caseId: string, { to, reason }: StageStep): Promise<{ stage: Stage }> {
    const [row] = await tx.query<{ stage: Stage }>(
      'SELECT stage FROM cases WHERE id = $1 FOR UPDATE',
      [caseId],
    );
    if (!row) throw notFound();
    checkStep(row.stage, to);
    await tx.query('UPDATE cases SET stage = $2 WHERE id = $1', [caseId, to]);
    await tx.query(
      // Always after the last one: their order is the history, also within one instant.
      `INSERT INTO stage_changes (case_id, from_stage, to_stage, by, reason, at)
       SELECT $1, $2, $3, $4, $5, greatest(mawa_now(), max(at) + interval '1 millisecond')
         FROM stage_changes WHERE case_id = $1`,
      [caseId, row.stage, to, tx.actor.userId, reason],
    );
    await record(tx, {
      action: 'people.change_stage',
      kind: 'case',
      ids: [caseId],
      fields: ['stage'],
    });
    return { stage: to };
  }
}
