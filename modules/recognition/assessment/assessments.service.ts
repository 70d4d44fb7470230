import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { DECISIONS, State } from '../procedure/procedure-states.rules';
import { Procedures } from '../procedure/procedures.service';
import { RecognitionActions } from '../recognition-actions.service';
import type { Result } from './results.rules';
import { PersonRecords } from '../../beneficiaries';
import { mustNotBeInFuture } from '../recognition.errors';

export interface NewResult {
  readonly unitId: string;
  readonly result: Result;
  readonly demonstrated: boolean;
  readonly on: CivilDate;
  readonly note?: string | null;
}

export const OUTCOMES = ['assessed', 'sent_back'] as const;
export interface Conclusion {
  readonly outcome: (typeof OUTCOMES)[number];
  readonly on: CivilDate;
  readonly note?: string | null;
}
export interface AppealDecision {
  readonly decision: (typeof DECISIONS)[number];
  readonly on: CivilDate;
  readonly note?: string | null;
}

/** Results of an assessor by unit, and the concluding step. A second attempt is another row. */
@Injectable()
export class RecognitionAssessments {
  constructor(
    private readonly file: PersonRecords,
    private readonly recognition: RecognitionActions,
    private readonly procedures: Procedures,
  ) {}

  recordResult(
    actor: Actor,
    caseId: string,
    id: string,
    given: NewResult,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const act = { useCase: 'recognition.find', caseId, id, body: given, requestId };
    return this.recognition.assessing(actor, act, async (tx, head) => {
      mustNotBeInFuture(tx, given.on);
      const found = await this.file.insert(
        tx,
        'recognition_results',
        head.caseId,
        {
          procedure_id: id,
          standard_id: head.standardId,
          unit_id: given.unitId,
          on_day: given.on,
          result: given.result,
          demonstrated: given.demonstrated,
        },
        given.note,
      );
      await this.file.record(tx, 'recognition.find', [caseId, id, found]);
      return { id: found };
    });
  }

  conclude(
    actor: Actor,
    caseId: string,
    id: string,
    { outcome, ...given }: Conclusion,
    requestId: string | null = null,
  ): Promise<{ id: string; state: State }> {
    const body = { outcome, ...given };
    const act = { useCase: 'recognition.conclude', caseId, id, body, requestId };
    return this.recognition.assessing(actor, act, async (tx, head) => {
      mustNotBeInFuture(tx, given.on);
      const to = outcome === 'assessed' ? 'assessed' : 'portfolio_open';
      await this.procedures.stepIn(tx, head, head.state, { ...given, to });
      await this.file.record(tx, 'recognition.conclude', [caseId, id], [head.state, to]);
      return { id, state: to };
    });
  }

  decide(
    actor: Actor,
    caseId: string,
    id: string,
    given: AppealDecision,
    requestId: string | null = null,
  ): Promise<{ id: string; state: State }> {
    const act = { useCase: 'recognition.decide', caseId, id, body: given, requestId };
    return this.recognition.assessing(actor, act, async (tx, head) => {
      mustNotBeInFuture(tx, given.on);
      // First the audit row: a procedure that is over closes the file to its assessor.
      await this.file.record(tx, 'recognition.decide', [caseId, id], [given.decision]);
      const state = await this.procedures.endAppealIn(tx, head, given);
      return { id, state };
    });
  }
}
