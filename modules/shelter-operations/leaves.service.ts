import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { settingOf } from '../plans';
import { constraintOf, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { addDays, daysBetween, toDateRange, type CivilDate } from '../platform/shared/nights.rules';
import {
  type Booking,
  loadBooking,
  mustWorkHere,
  lockStays,
  NightCorrections,
} from '../shelter-beds';
import type { LeaveDto } from './house.dto';
import { NightPresences } from './night-presence.service';
import { isCallableNight, leaveNights } from './roll.rules';

/** Away for some nights with the bed kept: agreed on, with the day on which they sleep here again. */
@Injectable()
export class Leaves {
  constructor(
    private readonly transactions: Transactions,
    private readonly corrections: NightCorrections,
    private readonly presence: NightPresences,
  ) {}

  grant(actor: Actor, bookingId: string, body: LeaveDto, repeatId: string | null = null) {
    return this.transactions.once(
      actor,
      { useCase: 'house.leave', body: { bookingId, ...body }, requestId: repeatId },
      (tx) => this.grantIn(tx, bookingId, body),
    );
  }

  private async grantIn(tx: Tx, bookingId: string, body: LeaveDto) {
    const { from = tx.tonight, backOn, version } = body;
    await this.corrections.shareClosingLock(tx);
    await lockStays(tx, [bookingId]);
    const stay = await loadBooking(tx, bookingId, version);
    mustWorkHere(tx.actor, stay.shelterId);
    if (stay.state !== 'stay') throw new DomainError('conflict', 'house.not_a_stay');
    await mustBeALeave(tx, stay.nights, from, backOn);
    const [leave] = await asLeave(from, backOn, () =>
      tx.query<{ id: string }>(
        `INSERT INTO stay_leaves (booking_id, case_id, nights, by) VALUES ($1, $2, $3::daterange, mawa_actor()) RETURNING id`,
        [bookingId, stay.caseId, toDateRange({ from, until: backOn })],
      ),
    );
    for (const night of leaveNights(from, backOn)) {
      await this.presence.setAway(tx, stay, night, 'leave');
    }
    await record(tx, { action: 'house.leave', kind: 'booking', ids: [bookingId] });
    return { leaveId: leave!.id, nights: daysBetween(from, backOn) };
  }

  /** Whose leave it is, ended or not. */
  stayOf(actor: Actor, leaveId: string): Promise<Booking> {
    return this.transactions.run(actor, (tx) => stayOfLeave(tx, leaveId));
  }

  /** Back before the day: from tonight on they sleep here. */
  end(actor: Actor, leaveId: string) {
    return this.transactions.run(actor, async (tx) => {
      await this.corrections.shareClosingLock(tx);
      const stay = await stayOfLeave(tx, leaveId);
      const ended = await tx.query(
        `UPDATE stay_leaves SET ended_at = mawa_now(), ended_by = mawa_actor()
          WHERE id = $1 AND ended_at IS NULL RETURNING id`,
        [leaveId],
      );
      if (ended.length === 0) throw new DomainError('conflict', 'house.leave_is_over');
      await tx.query(
        `DELETE FROM nights_away a USING stay_leaves l WHERE l.id = $1 AND a.booking_id = l.booking_id
            AND a.why = 'leave' AND l.nights @> a.night AND a.night >= mawa_tonight()`,
        [leaveId],
      );
      await record(tx, { action: 'house.leave_ends', kind: 'booking', ids: [stay.id] });
      return { bookingId: stay.id, shelterId: stay.shelterId };
    });
  }
}

async function stayOfLeave(tx: Tx, leaveId: string): Promise<Booking> {
  const [leave] = await tx.query<{ bookingId: string }>(
    'SELECT booking_id AS "bookingId" FROM stay_leaves WHERE id = $1',
    [leaveId],
  );
  if (!leave) throw notFound();
  const stay = await loadBooking(tx, leave.bookingId);
  mustWorkHere(tx.actor, stay.shelterId);
  return stay;
}

async function mustBeALeave(
  tx: Tx,
  stay: { from: CivilDate; until: CivilDate | null },
  from: CivilDate,
  backOn: CivilDate,
): Promise<void> {
  if (backOn <= from) throw new DomainError('invalid', 'house.back_before_leaving', {}, 'backOn');
  const most = await settingOf(tx, 'leave_limit_nights', 14);
  if (daysBetween(from, backOn) > most) {
    throw new DomainError('invalid', 'house.leave_too_long', { most }, 'backOn');
  }
  const soonest = isCallableNight(from, tx.tonight) || from > tx.tonight;
  if (!soonest || from < stay.from || from > addDays(tx.tonight, 60)) {
    throw new DomainError('invalid', 'house.leave_out_of_stay', { from: stay.from }, 'from');
  }
  if (stay.until !== null && stay.until > tx.tonight && backOn > stay.until) {
    throw new DomainError('invalid', 'house.leave_past_exit', { until: stay.until }, 'backOn');
  }
}

async function asLeave<T>(from: CivilDate, backOn: CivilDate, add: () => Promise<T>): Promise<T> {
  try {
    return await add();
  } catch (error) {
    if (constraintOf(error) !== 'stay_leaves_one_at_a_time') throw error;
    throw new DomainError('conflict', 'house.leave_overlaps', { from, until: backOn });
  }
}
