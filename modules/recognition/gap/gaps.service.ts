import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { RecognitionActions } from '../recognition-actions.service';
import { proposalsForGap } from './gap.rules';
import { PersonRecords } from '../../beneficiaries';
import { mustNotBeInFuture } from '../recognition.errors';
import {
  AHEAD_DAYS,
  factsOf,
  type Proposal,
  type Session,
  isNotCancelled,
  sessionsIn,
  type Wishes,
} from '../../vocational-training';

export interface NewGap {
  readonly enrolmentId: string;
  readonly on: CivilDate;
}
export type GapProposal = Proposal<Session & Proposal['offer']>;

/** Gap training: a course proposed, chosen and attended like any other. */
@Injectable()
export class Gaps {
  constructor(
    private readonly file: PersonRecords,
    private readonly recognition: RecognitionActions,
  ) {}

  link(
    actor: Actor,
    caseId: string,
    id: string,
    given: NewGap,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const act = { useCase: 'recognition.link_course', caseId, id, body: given, requestId };
    return this.recognition.accompanying(actor, act, async (tx, head) => {
      mustNotBeInFuture(tx, given.on);
      const linked = await this.file.insert(tx, 'recognition_gaps', head.caseId, {
        procedure_id: id,
        enrolment_id: given.enrolmentId,
        on_day: given.on,
      });
      await this.file.record(tx, 'recognition.link_course', [caseId, id, linked]);
      return { id: linked };
    });
  }

  async proposalsIn(tx: Tx, wishes: Wishes, field: string): Promise<GapProposal[]> {
    const sessions = await sessionsIn(tx, { from: tx.today, until: addDays(tx.today, AHEAD_DAYS) });
    const offers = sessions
      .filter(isNotCancelled)
      .map((session) => ({ ...session, ...factsOf(session) }));
    return proposalsForGap(wishes, field, offers);
  }
}
