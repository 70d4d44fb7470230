import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { offersIn } from '../employers/employers.queries';
import { type ApplicationState, nextOfApplication } from './placement-states.rules';
import { mustNotBeInFuture, translateWorkErrors } from '../work.errors';
import { PersonRecords } from '../../beneficiaries';
import { findApplication } from './work-heads.queries';

export const DECLINED_BY = ['person', 'employer'] as const;
export const DECLINE_REASONS = [
  'wage',
  'hours',
  'distance',
  'safety',
  'other_way',
  'other_chosen',
  'not_suited',
  'no_longer_open',
] as const;
export const APPLICATION_WITHDRAWAL_REASONS = ['changed_mind', 'other_way', 'no_answer'] as const;

export interface NewApplication {
  readonly offerId: string;
  readonly on: CivilDate;
  readonly note?: string | null;
}
export interface ApplicationStep {
  readonly to: ApplicationState;
  readonly on: CivilDate;
  /** For refusals. */
  readonly byWhom?: (typeof DECLINED_BY)[number] | null;
  readonly reason?: string | null;
  readonly note?: string | null;
}

/** Job applications and their steps. Free places are ensured by constraints. */
@Injectable()
export class Applications {
  constructor(private readonly records: PersonRecords) {}

  send(
    actor: Actor,
    caseId: string,
    given: NewApplication,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.records.once(actor, 'work.apply', { caseId, ...given }, requestId, async (tx) => {
      await this.records.mustAccompany(tx, caseId);
      mustNotBeInFuture(tx, given.on);
      const [offer] = await offersIn(tx, { ids: [given.offerId] });
      if (!offer) throw new DomainError('invalid', 'work.which_offer', {}, 'offerId');
      const id = randomUUID();
      await translateWorkErrors(
        tx.query(
          'INSERT INTO work_applications (id, case_id, offer_id, officer_id) VALUES ($1, $2, $3, $4)',
          [id, caseId, given.offerId, tx.actor.userId],
        ),
      );
      const { on, note } = given;
      await this.stepIn(tx, caseId, id, 'new', { to: 'sent', on, note });
      await this.records.record(tx, 'work.apply', [caseId, id]);
      return { id };
    });
  }

  step(
    actor: Actor,
    caseId: string,
    id: string,
    given: ApplicationStep,
    requestId: string | null = null,
  ): Promise<{ id: string; state: ApplicationState }> {
    const body = { caseId, id, ...given };
    return this.records.once(actor, 'work.application_step', body, requestId, async (tx) => {
      await this.records.mustAccompany(tx, caseId);
      const head = await findApplication(this.records, tx, caseId, id);
      if (!nextOfApplication(head.state).includes(given.to)) {
        throw new DomainError('invalid', 'work.no_such_step', {}, 'to');
      }
      mustNotBeInFuture(tx, given.on);
      await this.stepIn(tx, head.caseId, id, head.state, given);
      await this.records.record(tx, 'work.application_step', [caseId, id], [head.state, given.to]);
      return { id, state: given.to };
    });
  }

  private async stepIn(
    tx: Tx,
    caseId: string,
    id: string,
    from: ApplicationState | 'new',
    step: ApplicationStep,
  ): Promise<void> {
    const row = { application_id: id, from_state: from, to_state: step.to, on_day: step.on };
    await this.records.insert(
      tx,
      'work_application_steps',
      caseId,
      { ...row, ...endReasonOf(step) },
      step.note,
    );
  }
}

function endReasonOf({ to, byWhom, reason }: ApplicationStep) {
  if (to !== 'declined' && to !== 'withdrawn') return {};
  const known: readonly string[] =
    to === 'declined' ? DECLINE_REASONS : APPLICATION_WITHDRAWAL_REASONS;
  if (!reason || !known.includes(reason)) {
    throw new DomainError('invalid', 'work.why', {}, 'reason');
  }
  if (to === 'withdrawn') return { reason };
  if (!byWhom) throw new DomainError('invalid', 'work.who_declined', {}, 'byWhom');
  return { reason, by_whom: byWhom };
}
