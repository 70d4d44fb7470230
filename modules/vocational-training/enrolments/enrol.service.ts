import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Lists } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { sessionsIn } from '../courses/courses.queries';
import { type State, manualEnrolmentSteps } from './enrolment-states.rules';
import { PersonRecords } from '../../beneficiaries';
import { mustNotBeInFuture, translateTrainingErrors } from '../training.errors';
import { type EnrolmentHead, findEnrolment } from './enrolment-head.queries';

export interface NewEnrolment {
  readonly sessionId: string;
  readonly on: CivilDate;
  readonly note?: string | null;
}

export interface EnrolmentStep {
  readonly to: State;
  readonly on: CivilDate;
  readonly reason?: string | null;
  readonly note?: string | null;
}

export const ENROLMENT_WITHDRAWAL_REASONS = [
  'declined',
  'no_answer',
  'changed_mind',
  'other_way',
] as const;

export const RESULTS = ['passed', 'partly', 'not_yet'] as const;
export interface NewAssessment {
  readonly on: CivilDate;
  readonly result: (typeof RESULTS)[number];
  /** 0 to 100. */
  readonly score?: string | null;
  readonly note?: string | null;
}

/** Enrolments, their steps and results. Free seats are ensured by constraints. */
@Injectable()
export class Enrolments {
  constructor(
    private readonly file: PersonRecords,
    private readonly lists: Lists,
  ) {}

  /** With a place where one is free and nobody waits for it, else at the end of the line. */
  enrol(
    actor: Actor,
    caseId: string,
    given: NewEnrolment,
    requestId: string | null = null,
  ): Promise<{ id: string; state: State }> {
    return this.file.once(actor, 'training.enrol', { caseId, ...given }, requestId, async (tx) => {
      await this.file.mustAccompany(tx, caseId);
      mustNotBeInFuture(tx, given.on);
      const [session] = await sessionsIn(tx, { ids: [given.sessionId] });
      if (!session) throw new DomainError('invalid', 'training.which_session', {}, 'sessionId');
      const id = randomUUID();
      await translateTrainingErrors(
        tx.query(
          'INSERT INTO training_enrolments (id, case_id, session_id, officer_id) VALUES ($1, $2, $3, $4)',
          [id, caseId, given.sessionId, tx.actor.userId],
        ),
      );
      const head = { id, caseId, sessionId: given.sessionId };
      await this.stepIn(tx, head, 'new', { to: 'applied', on: given.on, note: given.note });
      const { state } = await findEnrolment(this.file, tx, caseId, id);
      await this.file.record(tx, 'training.enrol', [caseId, id], [state]);
      return { id, state };
    });
  }

  step(
    actor: Actor,
    caseId: string,
    id: string,
    given: EnrolmentStep,
    requestId: string | null = null,
  ): Promise<{ id: string; state: State }> {
    return this.file.once(
      actor,
      'training.step',
      { caseId, id, ...given },
      requestId,
      async (tx) => {
        await this.file.mustAccompany(tx, caseId);
        const head = await findEnrolment(this.file, tx, caseId, id);
        if (!manualEnrolmentSteps(head.state).includes(given.to)) {
          throw new DomainError('invalid', 'training.no_such_step', {}, 'to');
        }
        mustNotBeInFuture(tx, given.on);
        await this.stepIn(tx, head, head.state, given);
        await this.file.record(tx, 'training.step', [caseId, id], [head.state, given.to]);
        return { id, state: given.to };
      },
    );
  }

  assess(
    actor: Actor,
    caseId: string,
    id: string,
    given: NewAssessment,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.file.once(
      actor,
      'training.assess',
      { caseId, id, ...given },
      requestId,
      async (tx) => {
        await this.file.mustAccompany(tx, caseId);
        const head = await findEnrolment(this.file, tx, caseId, id);
        if (head.state !== 'started' && head.state !== 'completed') {
          throw new DomainError('conflict', 'training.not_to_assess');
        }
        mustNotBeInFuture(tx, given.on);
        const { on: on_day, result, score = null } = given;
        const row = { enrolment_id: id, on_day, result, score };
        const assessed = await this.file.insert(
          tx,
          'training_assessments',
          head.caseId,
          row,
          given.note,
        );
        await this.file.record(tx, 'training.assess', [caseId, id, assessed]);
        return { id: assessed };
      },
    );
  }

  async stepIn(
    tx: Tx,
    { id, caseId }: Pick<EnrolmentHead, 'id' | 'caseId'>,
    from: State | 'new',
    step: EnrolmentStep,
  ): Promise<void> {
    const reason = await this.reasonOf(tx, step);
    await this.file.insert(
      tx,
      'training_steps',
      caseId,
      { enrolment_id: id, from_state: from, to_state: step.to, on_day: step.on, ...reason },
      step.note,
    );
  }

  /** Why somebody left is a code of the list; why somebody did not begin one of a few words. */
  private async reasonOf(tx: Tx, { to, reason }: EnrolmentStep) {
    if (to === 'dropped_out') {
      if (!reason) throw new DomainError('invalid', 'training.why', {}, 'reason');
      const list = 'training_dropout_reasons';
      return { reason, list_version: await this.lists.chosenFrom(tx, list, reason, 'reason') };
    }
    if (to !== 'withdrawn') return {};
    if (!reason || !(ENROLMENT_WITHDRAWAL_REASONS as readonly string[]).includes(reason)) {
      throw new DomainError('invalid', 'training.why', {}, 'reason');
    }
    return { reason };
  }
}
