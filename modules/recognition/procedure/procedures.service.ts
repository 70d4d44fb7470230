import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { standardsIn } from '../standards/standards.queries';
import { type ProcedureHead, RecognitionActions } from '../recognition-actions.service';
import { Fees } from './fees.service';
import {
  afterAppeal,
  type Decision,
  reasonsOf,
  type State,
  manualProcedureSteps,
} from './procedure-states.rules';
import { PersonRecords } from '../../beneficiaries';
import { mustNotBeInFuture, translateRecognitionErrors } from '../recognition.errors';

export interface NewProcedure {
  readonly standardId: string;
  readonly on: CivilDate;
  readonly note?: string | null;
}
export interface ProcedureStep {
  readonly to: State;
  readonly on: CivilDate;
  readonly reason?: string | null;
  readonly note?: string | null;
}
export interface AppealEnd {
  readonly decision: Decision;
  readonly on: CivilDate;
  readonly note?: string | null;
}

/** Recognition procedures and their steps by the accompanying officer, beginning with an enquiry. */
@Injectable()
export class Procedures {
  constructor(
    private readonly file: PersonRecords,
    private readonly recognition: RecognitionActions,
    private readonly fees: Fees,
  ) {}

  begin(
    actor: Actor,
    caseId: string,
    given: NewProcedure,
    requestId: string | null = null,
  ): Promise<{ id: string; state: State }> {
    const act = { useCase: 'recognition.begin', caseId, body: given, requestId };
    return this.recognition.once(actor, act, async (tx) => {
      await this.file.mustAccompany(tx, caseId);
      mustNotBeInFuture(tx, given.on);
      const [standard] = await standardsIn(tx, { ids: [given.standardId] });
      if (!standard) {
        throw new DomainError('invalid', 'recognition.which_standard', {}, 'standardId');
      }
      const id = randomUUID();
      await translateRecognitionErrors(
        tx.query(
          'INSERT INTO recognition_procedures (id, case_id, standard_id, officer_id) VALUES ($1, $2, $3, $4)',
          [id, caseId, given.standardId, tx.actor.userId],
        ),
      );
      await this.stepIn(tx, { id, caseId }, 'new', { ...given, to: 'enquiry' });
      await this.file.record(tx, 'recognition.begin', [caseId, id]);
      return { id, state: 'enquiry' };
    });
  }

  step(
    actor: Actor,
    caseId: string,
    id: string,
    given: ProcedureStep,
    requestId: string | null = null,
  ): Promise<{ id: string; state: State }> {
    const act = { useCase: 'recognition.step', caseId, id, body: given, requestId };
    return this.recognition.accompanying(actor, act, async (tx, head) => {
      if (!manualProcedureSteps(head.state).includes(given.to)) {
        throw new DomainError('invalid', 'recognition.no_such_step', {}, 'to');
      }
      mustNotBeInFuture(tx, given.on);
      const reasons = reasonsOf(given.to);
      if (reasons.length > 0 && !reasons.includes(given.reason ?? '')) {
        throw new DomainError('invalid', 'recognition.why', {}, 'reason');
      }
      const reason = reasons.length > 0 ? given.reason : null;
      await this.stepIn(tx, head, head.state, { ...given, reason });
      await this.file.record(tx, 'recognition.step', [caseId, id], [head.state, given.to]);
      await this.fees.settle(tx, head, given.on);
      return { id, state: given.to };
    });
  }

  /** Withdraws an appeal; the former result stays in force. */
  takeBackAppeal(
    actor: Actor,
    caseId: string,
    id: string,
    given: Omit<AppealEnd, 'decision'>,
    requestId: string | null = null,
  ): Promise<{ id: string; state: State }> {
    const act = { useCase: 'recognition.take_back', caseId, id, body: given, requestId };
    return this.recognition.accompanying(actor, act, async (tx, head) => {
      mustNotBeInFuture(tx, given.on);
      const state = await this.endAppealIn(tx, head, { ...given, decision: 'taken_back' });
      await this.file.record(tx, 'recognition.take_back', [caseId, id]);
      return { id, state };
    });
  }

  async endAppealIn(tx: Tx, head: ProcedureHead, { decision, on, note }: AppealEnd) {
    if (head.state !== 'appealed') throw new DomainError('conflict', 'recognition.no_appeal');
    const [made] = await tx.query<{ from: State }>(
      `SELECT from_state AS "from" FROM recognition_steps WHERE procedure_id = $1 AND to_state = 'appealed' ORDER BY place DESC LIMIT 1`,
      [head.id],
    );
    const to = afterAppeal(decision, made!.from);
    await this.stepIn(tx, head, 'appealed', { to, on, note, reason: decision });
    return to;
  }

  async stepIn(
    tx: Tx,
    { id, caseId }: Pick<ProcedureHead, 'id' | 'caseId'>,
    from: State | 'new',
    { to, on, reason = null, note }: ProcedureStep,
  ): Promise<void> {
    await this.file.insert(
      tx,
      'recognition_steps',
      caseId,
      { procedure_id: id, from_state: from, to_state: to, on_day: on, reason },
      note,
    );
  }
}
