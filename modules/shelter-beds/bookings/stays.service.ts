import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { People } from '../../beneficiaries';
import { Lists } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { addDays } from '../../platform/shared/nights.rules';
import { BedNotes } from './bed-notes.service';
import { recordAgreements, mustBeAgreed, openArrivalTasks } from './arrival-agreements.queries';
import {
  loadBooking,
  loadBookings,
  moveBooking,
  mustAllocate,
  mustBeLive,
  mustWorkHere,
  type Booking,
} from './booking-steps.queries';
import type { CheckInDto, ExitDto, PlannedExitDto, ReleaseDto } from '../dto/booking.dto';
import { writeExit } from './exits.queries';
import { NightCorrections } from '../nights/night-corrections.service';
import { openOverrideEndTasks } from '../overrides/override-tasks.queries';
import { StayLengths } from './stay-length.service';
import { lockParty, lockStays, mayStayOn } from './stay-extension.queries';
import { reasonRequiredError } from '../placing/unknown-facts.words';
import { answerOffer } from '../waiting/open-offers.queries';
import { beginPreparations, endByOccupation } from './preparations.queries';
import { exitNights, exitVerb, nightsAdded, transition } from './stay.rules';

export interface BookingVersions {
  readonly bookings: readonly { readonly id: string; readonly version: number }[];
}

export interface ReleaseResult extends BookingVersions {
  readonly released: readonly string[];
}

export interface PlannedExitResult extends BookingVersions {
  /** The extension that was asked for the nights past the longest stay of the house. */
  readonly extension: string | null;
}

/** An arrival is entered at most a month late: a slip in the year would charge every night since. */
const LATEST_ENTRY_DAYS = 31;

/** From hold to exit: each step of a booking, by those whose step it is. */
@Injectable()
export class Stays {
  constructor(
    private readonly transactions: Transactions,
    private readonly corrections: NightCorrections,
    private readonly people: People,
    private readonly notes: BedNotes,
    private readonly lists: Lists,
    private readonly lengths: StayLengths,
  ) {}

  /** The arrival is expected: what was held is kept, without a time limit. */
  promise(
    actor: Actor,
    requestId: string,
    repeatId: string | null = null,
  ): Promise<BookingVersions> {
    return this.run(actor, 'beds.promise', { requestId }, repeatId, (tx) =>
      this.promiseIn(tx, requestId),
    );
  }

  async promiseIn(tx: Tx, requestId: string): Promise<BookingVersions> {
    const held = await wholeParty(tx, requestId);
    mustAllocate(
      tx.actor,
      held.map(({ shelterId }) => shelterId),
    );
    await recordAgreements(tx, held);
    const moved: Booking[] = [];
    await closeRequest(tx, requestId);
    for (const booking of held) moved.push(await moveBooking(tx, booking, 'promise'));
    return written(tx, 'beds.promise', moved);
  }

  checkIn(actor: Actor, bookingId: string, body: CheckInDto, repeatId: string | null = null) {
    return this.run(actor, 'beds.check-in', { bookingId, ...body }, repeatId, async (tx) => {
      await this.corrections.shareClosingLock(tx);
      await lockStays(tx, [bookingId]);
      const booking = await loadBooking(tx, bookingId, body.version);
      return this.arrive(tx, [booking], body);
    });
  }

  /** Everybody of the request at once, each in the bed that was kept for them. */
  checkInParty(actor: Actor, requestId: string, body: CheckInDto, repeatId: string | null = null) {
    return this.run(actor, 'beds.check-in-party', { requestId, ...body }, repeatId, async (tx) => {
      await this.corrections.shareClosingLock(tx);
      await lockParty(tx, requestId);
      return this.arrive(tx, await wholeParty(tx, requestId), body);
    });
  }

  private async arrive(
    tx: Tx,
    bookings: readonly Booking[],
    { night = tx.tonight, emergency }: CheckInDto,
  ): Promise<BookingVersions> {
    if (night > tx.tonight) throw new DomainError('invalid', 'beds.not_yet', {}, 'night');
    if (night < addDays(tx.tonight, -LATEST_ENTRY_DAYS)) {
      throw new DomainError('invalid', 'beds.too_long_ago', {}, 'night');
    }
    const moved: Booking[] = [];
    for (const { requestId } of bookings) if (requestId) await closeRequest(tx, requestId);
    for (const booking of bookings) {
      mustWorkHere(tx.actor, booking.shelterId);
      mustBeLive(booking, tx.now);
    }
    const basis = await mustBeAgreed(tx, this.lists, bookings, emergency);
    for (const booking of bookings) {
      const { until } = booking.nights;
      // An arrival after the planned last night makes the stay open-ended.
      const nights = { from: night, until: until !== null && until > night ? until : null };
      for (const added of nightsAdded(booking.nights, nights, tx.tonight)) {
        await mayStayOn(tx, this.people, booking, added);
      }
      const kept = booking.state === 'hold' ? await moveBooking(tx, booking, 'promise') : booking;
      const stay = await moveBooking(tx, kept, 'check_in', { nights, checkedInAt: tx.now });
      await this.corrections.settle(tx, stay, null, nights);
      moved.push(stay);
    }
    await endByOccupation(
      tx,
      moved.map(({ bedId }) => bedId),
    );
    await openArrivalTasks(tx, moved);
    await openOverrideEndTasks(tx, moved);
    return written(tx, 'beds.check_in', moved, basis === 'emergency' ? ['emergency'] : []);
  }

  /** They left on this day; the night of that day is not counted, and a day without a night is a visit. */
  exit(actor: Actor, bookingId: string, body: ExitDto, repeatId: string | null = null) {
    return this.run(actor, 'beds.exit', { bookingId, ...body }, repeatId, (tx) =>
      this.exitIn(tx, bookingId, body),
    );
  }

  async exitIn(tx: Tx, bookingId: string, exit: ExitDto): Promise<BookingVersions> {
    const { on: day, outcome, version } = exit;
    const on = day ?? tx.today;
    if (on > tx.today) throw new DomainError('invalid', 'beds.exit_in_future', {}, 'on');
    await this.corrections.shareClosingLock(tx);
    const booking = await loadBooking(tx, bookingId, version);
    mustWorkHere(tx.actor, booking.shelterId);
    const { nights: before } = booking;
    const slept = exitNights(before.from, on);
    const verb = exitVerb(before.from, on);
    const step = slept === null ? {} : { nights: slept, outcome: outcome ?? 'left' };
    transition(booking.state, verb);
    await writeExit(tx, this.lists, booking, on, exit);
    const moved = await moveBooking(tx, booking, verb, step);
    await this.corrections.settle(tx, moved, before, slept);
    await closeOverdue(tx, [bookingId]);
    await beginPreparations(tx, [booking.bedId], on);
    return written(tx, 'beds.exit', [moved]);
  }

  /** Closes the range, so that later nights can be promised; without a day it opens again. */
  planExit(
    actor: Actor,
    bookingId: string,
    body: PlannedExitDto,
    repeatId: string | null = null,
  ): Promise<PlannedExitResult> {
    return this.run(actor, 'beds.plan-exit', { bookingId, ...body }, repeatId, async (tx) => {
      const { on = null, version, reason, why, note } = body;
      await this.corrections.shareClosingLock(tx);
      await lockStays(tx, [bookingId]);
      const booking = await loadBooking(tx, bookingId, version);
      mustWorkHere(tx.actor, booking.shelterId);
      const { nights: before } = booking;
      if (on !== null && (on <= before.from || on < tx.today)) {
        throw new DomainError('invalid', 'beds.planned_exit_too_early', {}, 'on');
      }
      const nights = { from: before.from, until: on };
      transition(booking.state, 'plan_exit');
      for (const added of nightsAdded(before, nights, tx.tonight)) {
        const { unknown } = await mayStayOn(tx, this.people, booking, added);
        if (unknown.length > 0 && !reason) throw reasonRequiredError(unknown, tx.actor.language);
      }
      const moved = await moveBooking(tx, booking, 'plan_exit', { nights });
      await this.notes.write(tx, 'plan_exit', [asSubject(booking)], reason);
      await this.corrections.settle(tx, moved, before, nights);
      await closeOverdue(tx, on === null || on > tx.tonight ? [bookingId] : []);
      const extension =
        on === null || why === undefined
          ? null
          : await this.lengths.askPastIn(tx, bookingId, on, { why, note });
      return { ...(await written(tx, 'beds.plan_exit', [moved])), extension };
    });
  }

  /** The bed is free again. People who are held together are released together. */
  release(
    actor: Actor,
    bookingId: string,
    body: ReleaseDto,
    repeatId: string | null = null,
  ): Promise<ReleaseResult> {
    const { outcome, reason, version } = body;
    return this.run(actor, 'beds.release', { bookingId, ...body }, repeatId, async (tx) => {
      const booking = await loadBooking(tx, bookingId, version);
      mustBeLive(booking, tx.now);
      if (outcome === 'no_show') return this.giveUp(tx, [booking], 'no_show', reason);
      if (booking.state !== 'hold') return this.giveUp(tx, [booking], 'cancel', reason);
      const { requestId } = booking;
      const held = requestId ? await loadBookings(tx, { requestId, states: ['hold'] }) : [booking];
      return this.giveUp(tx, held, 'release', reason);
    });
  }

  /** Whatever is held or promised for a request is free again, and the request waits on. */
  releaseParty(
    actor: Actor,
    requestId: string,
    reason?: string,
    repeatId: string | null = null,
  ): Promise<ReleaseResult> {
    return this.run(actor, 'beds.release-party', { requestId, reason }, repeatId, (tx) =>
      this.releasePartyIn(tx, requestId, reason),
    );
  }

  async releasePartyIn(tx: Tx, requestId: string, reason?: string): Promise<ReleaseResult> {
    const kept = await loadBookings(tx, { requestId, states: ['hold', 'promised'] });
    if (kept.length === 0) {
      await peopleOf(tx, requestId);
      throw new DomainError('conflict', 'beds.nothing_held');
    }
    const verb = kept[0]!.state === 'hold' ? 'release' : 'cancel';
    return this.giveUp(tx, kept, verb, reason);
  }

  private async giveUp(
    tx: Tx,
    bookings: readonly Booking[],
    verb: 'release' | 'cancel' | 'no_show',
    reason: string | null = null,
  ): Promise<ReleaseResult> {
    mustAllocate(
      tx.actor,
      bookings.map(({ shelterId }) => shelterId),
    );
    const released = bookings.map(({ id }) => id);
    const requestId = bookings[0]!.requestId;
    // Before the beds are given up: with them goes the sight of the request and of its people.
    await this.notes.write(tx, 'release', bookings.map(asSubject), reason);
    if (requestId) await answerOffer(tx, requestId, 'lapsed');
    if (requestId && verb !== 'no_show') await reopenRequest(tx, requestId, released);
    const moved: Booking[] = [];
    for (const booking of bookings) moved.push(await moveBooking(tx, booking, verb));
    return { released, ...(await written(tx, `beds.${verb}`, moved)) };
  }

  private run<T extends BookingVersions>(
    actor: Actor,
    useCase: string,
    body: object,
    repeatId: string | null,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return this.transactions.once(actor, { useCase: useCase, body, requestId: repeatId }, (tx) =>
      work(tx),
    );
  }
}

const asSubject = ({ id, caseId }: Booking) => ({ bookingId: id, caseId });

/** All bookings kept for a request: parts of a family are not promised or received alone. */
async function wholeParty(tx: Tx, requestId: string): Promise<Booking[]> {
  const kept = await loadBookings(tx, { requestId, states: ['hold', 'promised'] });
  const people = await peopleOf(tx, requestId);
  for (const booking of kept) mustBeLive(booking, tx.now);
  if (kept.length === 0 || kept.length !== people) {
    throw new DomainError('conflict', 'beds.nothing_held');
  }
  return kept;
}

/** How many a request is for; one that is not open to the actor is not found. */
async function peopleOf(tx: Tx, requestId: string): Promise<number> {
  const [request] = await tx.query<{ people: number }>(
    `SELECT (SELECT count(*)::int FROM request_people p WHERE p.request_id = r.id) AS people
       FROM bed_requests r WHERE r.id = $1`,
    [requestId],
  );
  if (!request) throw notFound();
  return request.people;
}

/** Closes a request: an expected or arrived person has used it. */
async function closeRequest(tx: Tx, requestId: string): Promise<void> {
  await tx.query(
    `UPDATE bed_requests SET state = 'placed', held_until = NULL WHERE id = $1 AND state = 'open'`,
    [requestId],
  );
  await answerOffer(tx, requestId, 'accepted');
}

/**
 * Reopens a request when no booking is left for it, visible to the shelters it was addressed to; unless its people have
 * a newer open request.
 */
export const reopenRequest = (tx: Tx, requestId: string, released: readonly string[]) =>
  tx.query(
    `UPDATE bed_requests r SET held_until = CASE WHEN r.held_until IS NOT NULL THEN least(r.held_until, mawa_now()) END,
            state = CASE WHEN request_stands_alone(r.id) THEN 'open' ELSE 'withdrawn' END,
            expires_at = CASE WHEN r.state = 'placed' THEN greatest(r.expires_at,
              mawa_now() + make_interval(days => mawa_setting('request_open_days')::int)) ELSE r.expires_at END
      WHERE r.id = $1 AND r.state IN ('open', 'placed') AND NOT EXISTS (
        SELECT 1 FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
         WHERE bp.request_id = r.id AND NOT bp.booking_id = ANY ($2) AND k.state <> 'void'
           AND (k.state <> 'hold' OR k.hold_until > mawa_now()))`,
    [requestId, released],
  );

const closeOverdue = (tx: Tx, bookingIds: string[]) =>
  tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
      WHERE kind = 'overdue_stay' AND subject_id = ANY ($1) AND done_at IS NULL`,
    [bookingIds],
  );

async function written(
  tx: Tx,
  action: string,
  bookings: readonly Booking[],
  fields: readonly string[] = [],
): Promise<BookingVersions> {
  await record(tx, { action, kind: 'booking', ids: bookings.map(({ id }) => id), fields });
  return { bookings: bookings.map(({ id, version }) => ({ id, version })) };
}
