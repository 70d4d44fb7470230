import { Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { idempotencyKey, TrainingRecords } from '../training-records.service';
import type { State } from './procedure/procedure-states.rules';

export interface ProcedureHead {
  readonly id: string;
  /** The file under whose key its texts stand. */
  readonly caseId: string;
  readonly standardId: string;
  readonly state: State;
}

/** Who may read, accompany and assess a recognition; each write once, with its audit row. */
@Injectable()
export class RecognitionRecords {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: TrainingRecords,
    private readonly keys: Keys,
  ) {}

  /** A procedure of this very file or of one joined to it. */
  async procedure(tx: Tx, caseId: string, id: string): Promise<ProcedureHead> {
    const [row] = await tx.query<ProcedureHead>(
      `SELECT id, case_id AS "caseId", standard_id AS "standardId", state FROM recognition_procedures
        WHERE id = $2 AND case_id = ANY (ARRAY(SELECT mawa_files($1)))`,
      [caseId, id],
    );
    if (!row) throw notFound();
    return row;
  }

  /** By who accompanies the person. */
  accompanying<T extends object>(
    actor: Actor,
    act: ProcedureAction,
    work: (tx: Tx, head: ProcedureHead) => Promise<T>,
  ): Promise<T> {
    return this.once(actor, act, async (tx) => {
      await this.file.mustAccompany(tx, act.caseId);
      return work(tx, await this.procedure(tx, act.caseId, act.id));
    });
  }

  /** By whoever was asked to assess and declared no conflict. What stands against it PostgreSQL says. */
  assessing<T extends object>(
    actor: Actor,
    act: ProcedureAction,
    work: (tx: Tx, head: ProcedureHead) => Promise<T>,
  ): Promise<T> {
    return this.once(actor, act, async (tx) => {
      await this.file.mustRead(tx, act.caseId);
      const head = await this.procedure(tx, act.caseId, act.id);
      const [row] = await tx.query<{ asked: boolean }>(
        `SELECT EXISTS (SELECT 1 FROM recognition_assessors a WHERE a.procedure_id = $1 AND a.assessor_id = $2) AS asked`,
        [head.id, tx.actor.userId],
      );
      if (!row!.asked) throw new DomainError('forbidden', 'recognition.not_asked');
      return work(tx, head);
    });
  }

  once<T extends object>(
    actor: Actor,
    { useCase, body, requestId, ...of }: IdempotentAction,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const digest = (one: unknown) => this.keys.bodyDigest(one);
    return this.transactions.once(
      actor,
      idempotencyKey(digest, useCase, { ...of, ...body }, requestId),
      work,
    );
  }
}

interface IdempotentAction {
  readonly useCase: string;
  readonly caseId: string;
  readonly body: object;
  readonly requestId: string | null;
}
export interface ProcedureAction extends IdempotentAction {
  /** The procedure. */
  readonly id: string;
}

/** A day that exists and has come. */
export function mustBeDay(tx: Tx, day: CivilDate, field = 'on'): void {
  if (!isCivilDate(day)) throw new DomainError('invalid', 'common.not_date', {}, field);
  if (day > tx.today) throw new DomainError('invalid', 'recognition.in_future', {}, field);
}
