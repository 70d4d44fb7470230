import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { mustBeDay } from '../../platform/shared/day-checks.rules';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Session } from '../courses/courses.queries';
import { Courses } from '../courses/courses.service';
import { translateTrainingErrors } from '../training.errors';
import { cancellationEffects, type CancellationEffects } from './cancellation.queries';
import {
  type CancellationDays,
  cancellationDaysOf,
  type CancellationReason,
} from './cancellation.rules';

export interface NewCancellation {
  readonly reason: CancellationReason;
  /** The first day on which the session is not held any more; left out, today or its first day. */
  readonly from?: CivilDate | null;
  /** Names nobody. */
  readonly remark?: string | null;
}

/** Consequences of cancelling a session now. */
export interface CancellationPreview extends CancellationEffects {
  readonly session: Session & { readonly days: readonly CivilDate[] };
  readonly days: CancellationDays;
  readonly today: CivilDate;
}

/**
 * Cancels sessions before their start or while they run. Triggers end the enrolments and open the tasks, also for
 * people whom the actor may not see.
 */
@Injectable()
export class SessionCancellations {
  constructor(
    private readonly transactions: Transactions,
    private readonly courses: Courses,
  ) {}

  preview(actor: Actor, sessionId: string): Promise<CancellationPreview> {
    return this.transactions.run(actor, (tx) => this.previewIn(tx, sessionId));
  }

  async previewIn(tx: Tx, sessionId: string): Promise<CancellationPreview> {
    const session = await this.courses.oneIn(tx, sessionId);
    const days = cancellationDaysOrRefuse(session, tx.today);
    const effects = await cancellationEffects(tx, sessionId);
    return { ...effects, session, days, today: tx.today };
  }

  cancel(
    actor: Actor,
    sessionId: string,
    given: NewCancellation,
    requestId: string | null = null,
  ): Promise<{ id: string; from: CivilDate }> {
    const once = { useCase: 'training.cancel_session', body: { sessionId, ...given }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const days = cancellationDaysOrRefuse(await this.courses.oneIn(tx, sessionId), tx.today);
      const from = given.from ?? days.usual;
      mustBeDay(from, 'from');
      await translateTrainingErrors(
        tx.query(
          'INSERT INTO training_cancellations (session_id, from_day, reason, remark) VALUES ($1, $2, $3, $4)',
          [sessionId, from, given.reason, given.remark?.trim() || null],
        ),
      );
      await record(tx, {
        action: 'training.cancel_session',
        kind: 'training_session',
        ids: [sessionId],
        fields: [given.reason],
      });
      return { id: sessionId, from };
    });
  }
}

function cancellationDaysOrRefuse(session: Session, today: CivilDate): CancellationDays {
  if (session.cancelled) throw new DomainError('conflict', 'training.cancelled_already');
  const days = cancellationDaysOf(session, today);
  if (!days) throw new DomainError('conflict', 'training.over_not_cancelled');
  return days;
}
