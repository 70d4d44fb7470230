import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { State } from './procedure/procedure-states.rules';
import { PersonRecords } from '../beneficiaries';

export interface ProcedureHead {
  readonly id: string;
  /** Case under whose key its texts are sealed. */
  readonly caseId: string;
  readonly standardId: string;
  readonly state: State;
}

/** Who may read, accompany and assess a recognition; each write once, with its audit row. */
@Injectable()
export class RecognitionActions {
  constructor(private readonly file: PersonRecords) {}

  /** A procedure of this very file or of one joined to it. */
  procedure(tx: Tx, caseId: string, id: string): Promise<ProcedureHead> {
    return this.file.find<ProcedureHead>(
      tx,
      'recognition_procedures',
      caseId,
      id,
      'standard_id AS "standardId", state',
    );
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

  /** Runs an action of an assessor without a declared conflict; known conflicts are refused by constraints. */
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
    return this.file.once(actor, useCase, { ...of, ...body }, requestId, work);
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
