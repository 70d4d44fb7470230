import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import {
  type ResponseAction,
  type WorkStatus,
  type CONTACT_MODES,
  type ContactOutcome,
  type IndicatorAnswer,
  type ForcedLabourIndicator,
  FORCED_LABOUR_INDICATORS,
  type NOT_REACHED_REASONS,
} from './follow-up.rules';
import { mustNotBeInFuture } from '../work.errors';
import { PersonRecords } from '../../beneficiaries';
import { findPlacement } from '../placements/work-heads.queries';

export interface NewWorkFollowUp {
  /** Mark of the calendar: 1, 3, 6, 12; 0 for a follow-up between marks. */
  readonly months: number;
  readonly on: CivilDate;
  readonly mode: (typeof CONTACT_MODES)[number];
  readonly outcome: ContactOutcome;
  /** Where nobody was reached. */
  readonly why?: (typeof NOT_REACHED_REASONS)[number] | null;
  /** The rest where somebody was. */
  readonly inWork?: WorkStatus | null;
  readonly income?: string | null;
  readonly currency?: string | null;
  readonly hoursAWeek?: string | null;
  /** Indicators that were asked; missing ones were not. */
  readonly signs?: Readonly<Partial<Record<ForcedLabourIndicator, IndicatorAnswer>>> | null;
  readonly note?: string | null;
}
export interface NewIndicatorResponse {
  readonly on: CivilDate;
  readonly done: readonly ResponseAction[];
  readonly note?: string | null;
}

/** Asking how the work goes. A sign of forced labour calls the officer and the supervisor in the same transaction (PostgreSQL does). */
@Injectable()
export class WorkFollowUps {
  constructor(private readonly records: PersonRecords) {}

  note(
    actor: Actor,
    caseId: string,
    placementId: string,
    given: NewWorkFollowUp,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, placementId, ...given };
    return this.records.once(actor, 'work.follow_up', body, requestId, async (tx) => {
      await this.records.mustAccompany(tx, caseId);
      const { caseId: fileId } = await findPlacement(this.records, tx, caseId, placementId);
      mustNotBeInFuture(tx, given.on);
      mustBeComplete(given);
      const id = await this.records.insert(
        tx,
        'work_follow_ups',
        fileId,
        {
          placement_id: placementId,
          months: given.months,
          tried_on: given.on,
          mode: given.mode,
          outcome: given.outcome,
          why: given.outcome === 'not_reached' ? given.why : null,
          ...(given.outcome === 'reached' && followUpAnswersOf(given)),
        },
        given.note,
      );
      await this.records.record(tx, 'work.follow_up', [caseId, id], ['months', 'outcome']);
      return { id };
    });
  }

  /** Records the response to an indicator and closes both tasks about it. */
  answer(
    actor: Actor,
    caseId: string,
    followUpId: string,
    given: NewIndicatorResponse,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, followUpId, ...given };
    return this.records.once(actor, 'work.answer_sign', body, requestId, async (tx) => {
      await this.records.mustAccompany(tx, caseId);
      const { caseId: fileId } = await this.records.find(tx, 'work_follow_ups', caseId, followUpId);
      mustNotBeInFuture(tx, given.on);
      const row = { follow_up_id: followUpId, on_day: given.on, done: [...new Set(given.done)] };
      const id = await this.records.insert(tx, 'work_alert_answers', fileId, row, given.note);
      await this.records.record(tx, 'work.answer_sign', [caseId, followUpId, id]);
      return { id };
    });
  }
}

function mustBeComplete(given: NewWorkFollowUp): void {
  if (given.outcome === 'not_reached' && !given.why) {
    throw new DomainError('invalid', 'work.not_reached_why', {}, 'why');
  }
  if (given.months === 0 && given.outcome !== 'reached') {
    throw new DomainError('invalid', 'work.which_mark', {}, 'months');
  }
  if (given.outcome !== 'reached') {
    if (FORCED_LABOUR_INDICATORS.some((sign) => given.signs?.[sign] === 'seen')) {
      throw new DomainError('invalid', 'work.signs_of_reached', {}, 'outcome');
    }
    return;
  }
  if (!given.inWork) throw new DomainError('invalid', 'work.in_work_which', {}, 'inWork');
}

const followUpAnswersOf = (given: NewWorkFollowUp) => ({
  in_work: given.inWork,
  ...(given.income != null && { income: given.income, currency: given.currency ?? 'MAD' }),
  hours_a_week: given.hoursAWeek ?? null,
  signs_seen: FORCED_LABOUR_INDICATORS.filter((sign) => given.signs?.[sign] === 'seen'),
  signs_not_asked: FORCED_LABOUR_INDICATORS.filter(
    (sign) => (given.signs?.[sign] ?? 'not_asked') === 'not_asked',
  ),
});
