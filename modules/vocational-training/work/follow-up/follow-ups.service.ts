import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../../src/shared/actor';
import { DomainError } from '../../../../src/shared/domain-error';
import type { CivilDate } from '../../../../src/shared/nights';
import { mustHaveCome } from '../../training-file';
import { WorkFile } from '../work-file';
import {
  type Done,
  type InWork,
  type MODES,
  type Reach,
  type Seen,
  type Sign,
  SIGNS,
  type WHYS,
} from './follow-up.rules';

export interface NewWorkFollowUp {
  /** Of the calendar: 1, 3, 6, 12; 0 between two of them. */
  readonly months: number;
  readonly on: CivilDate;
  readonly mode: (typeof MODES)[number];
  readonly outcome: Reach;
  /** Where nobody was reached. */
  readonly why?: (typeof WHYS)[number] | null;
  /** The rest where somebody was. */
  readonly inWork?: InWork | null;
  readonly income?: string | null;
  readonly currency?: string | null;
  readonly hoursAWeek?: string | null;
  /** What is left out was not asked. */
  readonly signs?: Readonly<Partial<Record<Sign, Seen>>> | null;
  readonly note?: string | null;
}
export interface NewAnswer {
  readonly on: CivilDate;
  readonly done: readonly Done[];
  readonly note?: string | null;
}

/** Asking how the work goes. A sign of forced labour calls the officer and the supervisor in the same transaction (PostgreSQL does). */
@Injectable()
export class WorkFollowUps {
  constructor(private readonly work: WorkFile) {}

  note(
    actor: Actor,
    caseId: string,
    placementId: string,
    given: NewWorkFollowUp,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, placementId, ...given };
    return this.work.once(actor, 'work.follow_up', body, requestId, async (tx) => {
      await this.work.mustAccompany(tx, caseId);
      const { caseId: fileId } = await this.work.placement(tx, caseId, placementId);
      mustHaveCome(tx, given.on);
      mustBeWhole(given);
      const id = await this.work.file.insert(
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
          ...(given.outcome === 'reached' && toldIn(given)),
        },
        given.note,
      );
      await this.work.file.record(tx, 'work.follow_up', [caseId, id], ['months', 'outcome']);
      return { id };
    });
  }

  /** What was done about a sign: the task of both ends with it. */
  answer(
    actor: Actor,
    caseId: string,
    followUpId: string,
    given: NewAnswer,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, followUpId, ...given };
    return this.work.once(actor, 'work.answer_sign', body, requestId, async (tx) => {
      await this.work.mustAccompany(tx, caseId);
      const { caseId: fileId } = await this.work.followUp(tx, caseId, followUpId);
      mustHaveCome(tx, given.on);
      const row = { follow_up_id: followUpId, on_day: given.on, done: [...new Set(given.done)] };
      const id = await this.work.file.insert(tx, 'work_alert_answers', fileId, row, given.note);
      await this.work.file.record(tx, 'work.answer_sign', [caseId, followUpId, id]);
      return { id };
    });
  }
}

function mustBeWhole(given: NewWorkFollowUp): void {
  if (given.outcome === 'not_reached' && !given.why) {
    throw new DomainError('invalid', 'work.not_reached_why', {}, 'why');
  }
  if (given.months === 0 && given.outcome !== 'reached') {
    throw new DomainError('invalid', 'work.which_mark', {}, 'months');
  }
  if (given.outcome !== 'reached') {
    if (SIGNS.some((sign) => given.signs?.[sign] === 'seen')) {
      throw new DomainError('invalid', 'work.signs_of_reached', {}, 'outcome');
    }
    return;
  }
  if (!given.inWork) throw new DomainError('invalid', 'work.in_work_which', {}, 'inWork');
}

const toldIn = (given: NewWorkFollowUp) => ({
  in_work: given.inWork,
  ...(given.income != null && { income: given.income, currency: given.currency ?? 'MAD' }),
  hours_a_week: given.hoursAWeek ?? null,
  signs_seen: SIGNS.filter((sign) => given.signs?.[sign] === 'seen'),
  signs_not_asked: SIGNS.filter((sign) => (given.signs?.[sign] ?? 'not_asked') === 'not_asked'),
});
