import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { CaseSeals } from '../../beneficiaries';
import { isCode } from '../../reference-lists';
import { settingOf } from '../../plans';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { AssessmentFollowUp } from './assessment-follow-up.service';
import { assessmentSealAddress } from './assessment-seals.data';
import type { Decision } from './assessment.queries';
import { AssessmentFilling } from './fill-in.service';
import { ReadAssessments } from './read-assessments.service';

export interface NewDecision {
  readonly decision: Decision;
  /** Code of the list of those who decide. */
  readonly decidedBy: string;
  readonly note?: string | null;
}

/** After a screening a person decides. It is written down here and moves no stage. */
@Injectable()
export class DecideScreenings {
  constructor(
    private readonly transactions: Transactions,
    private readonly filling: AssessmentFilling,
    private readonly read: ReadAssessments,
    private readonly after: AssessmentFollowUp,
    private readonly seals: CaseSeals,
  ) {}

  decide(
    actor: Actor,
    caseId: string,
    id: string,
    decision: NewDecision,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'assessments.decide', body: { caseId, id, ...decision }, requestId },
      (tx) => this.decideIn(tx, caseId, id, decision),
    );
  }

  private async decideIn(
    tx: Tx,
    caseId: string,
    id: string,
    { decision, decidedBy, note }: NewDecision,
  ): Promise<{ id: string }> {
    const row = await this.filling.locked(tx, caseId, id);
    const { definition } = await this.read.openIn(tx, row);
    if (!definition.decision) throw new DomainError('conflict', 'assessments.decides_nothing');
    if (row.state !== 'finished') throw new DomainError('conflict', 'assessments.not_finished');
    if (row.correctedBy) throw new DomainError('conflict', 'assessments.decide_on_correction');
    if (!isCode('deciders', decidedBy)) {
      throw new DomainError('invalid', 'common.not_choice', {}, 'decidedBy');
    }
    const decisionId = randomUUID();
    const said = note?.trim();
    const sealed = said
      ? await this.seals.sealText(tx, row.caseId, assessmentSealAddress.decision(decisionId), said)
      : null;
    await tx.query(
      `INSERT INTO assessment_decisions (id, assessment_id, case_id, part, decision, decided_by, by, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [decisionId, id, row.caseId, row.part, decision, decidedBy, tx.actor.userId, sealed],
    );
    if (decision === 'more_needed') {
      await this.after.lookAgain(tx, row, await settingOf(tx, 'assessment_more_days', 14));
    }
    await record(tx, {
      action: 'assessments.decide',
      kind: 'assessment',
      ids: [id, row.caseId],
      fields: ['decision'],
    });
    return { id: decisionId };
  }
}
