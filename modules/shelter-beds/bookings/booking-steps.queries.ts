/** Reading and moving bookings: each move is one step of the table of transitions and leaves a row. */
import type { Tx } from '../../platform/database/transactions';
import type { Actor, Role } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { fromDateRange, toDateRange, type Nights } from '../../platform/shared/nights.rules';
import { translateBookingError } from '../beds.errors';
import type { MixSign } from '../placing/placing.types';
import { prolongOffer } from '../waiting/open-offers.queries';
import { transition, type BookingState, type BookingVerb } from './stay.rules';

export interface Booking {
  readonly id: string;
  readonly bedId: string;
  readonly bed: string;
  readonly room: string;
  readonly roomId: string;
  readonly shelterId: string;
  readonly shelter: string;
  readonly state: BookingState;
  readonly nights: Nights;
  readonly holdUntil: Date | null;
  readonly sign: MixSign | null;
  readonly reason: string | null;
  readonly checkedInAt: Date | null;
  readonly version: number;
  /** Null where the bed is out of service for a reason of its own. */
  readonly caseId: string | null;
  readonly requestId: string | null;
}

interface BookingFilter {
  readonly bookingId?: string;
  readonly requestId?: string;
  readonly states?: readonly BookingState[];
}

const COLUMNS = `k.id, k.bed_id AS "bedId", b.label AS bed, localized_name(m.name, m.names) AS room, m.id AS "roomId", k.shelter_id AS "shelterId", localized_name(s.code_name, s.names) AS shelter,
  k.state, k.nights::text AS nights, k.hold_until AS "holdUntil", k.mix_sign AS sign, k.reason, k.checked_in_at AS "checkedInAt", k.version`;
const OF_BED = `JOIN beds b ON b.id = k.bed_id JOIN rooms m ON m.id = b.room_id JOIN shelters s ON s.id = k.shelter_id`;

/** Locked, in one order. Through the people one may see: another shelter's stay is not found. */
export async function loadBookings(tx: Tx, wanted: BookingFilter): Promise<Booking[]> {
  const rows = await tx.query<Omit<Booking, 'nights'> & { nights: string }>(
    `SELECT ${COLUMNS}, bp.case_id AS "caseId", bp.request_id AS "requestId"
       FROM bookings k ${OF_BED} JOIN booking_people bp ON bp.booking_id = k.id
      WHERE ($1::uuid IS NULL OR k.id = $1) AND ($2::uuid IS NULL OR bp.request_id = $2)
        AND ($3::text[] IS NULL OR k.state = ANY ($3)) ORDER BY k.bed_id, k.id FOR UPDATE OF k`,
    [wanted.bookingId ?? null, wanted.requestId ?? null, wanted.states ?? null],
  );
  return rows.map((row) => ({ ...row, nights: fromDateRange(row.nights) }));
}

export async function loadBooking(tx: Tx, id: string, version?: number): Promise<Booking> {
  const [booking] = await loadBookings(tx, { bookingId: id });
  if (!booking) throw notFound();
  checkVersion(booking, version);
  return booking;
}

/** Something is the matter with the bed itself: nobody is in it. */
export async function loadBlock(tx: Tx, id: string): Promise<Booking> {
  const [row] = await tx.query<Omit<Booking, 'nights'> & { nights: string }>(
    `SELECT ${COLUMNS}, NULL AS "caseId", NULL AS "requestId" FROM bookings k ${OF_BED}
      WHERE k.id = $1 AND k.state = 'blocked' FOR UPDATE OF k`,
    [id],
  );
  if (!row) throw notFound();
  return { ...row, nights: fromDateRange(row.nights) };
}

export function checkVersion(booking: Booking, version: number | undefined): void {
  if (version !== undefined && version !== booking.version) {
    throw new DomainError('conflict', 'beds.changed_meanwhile');
  }
}

/** Refuses actors who do not work in this shelter. */
export function mustWorkHere(actor: Actor, shelterId: string): void {
  if (!actor.shelterIds.includes(shelterId)) {
    throw new DomainError('forbidden', 'beds.not_your_shelter');
  }
}

/** Refuses actors who neither work in the shelter of the booking nor hold the case. */
export async function mustAnswerFor(
  tx: Tx,
  { caseId, shelterId }: Pick<Booking, 'caseId' | 'shelterId'>,
): Promise<void> {
  if (tx.actor.shelterIds.includes(shelterId)) return;
  const [row] = await tx.query<{ holds: boolean }>('SELECT mawa_holds_fully($1) AS holds', [
    caseId,
  ]);
  if (!row!.holds) throw new DomainError('forbidden', 'beds.not_your_shelter');
}

/** They follow people, not a house; the hotline holds, and has no other act of a bed (permissions.rules.ts). */
const FOR_ANY_HOUSE: readonly Role[] = ['reintegration_officer', 'hotline_operator'];

/** Allocating: in one's own shelter, or anywhere for the people one accompanies. */
export function mustAllocate(actor: Actor, shelterIds: readonly string[]): void {
  if (actor.roles.some((role) => FOR_ANY_HOUSE.includes(role))) return;
  for (const id of shelterIds) mustWorkHere(actor, id);
}

export interface BookingChange {
  readonly nights?: Nights;
  readonly outcome?: string;
  readonly checkedInAt?: Date;
  /** Void instead of ended: nothing of it was slept. */
  readonly whole?: boolean;
}

export async function moveBooking(
  tx: Tx,
  booking: Booking,
  verb: BookingVerb,
  move: BookingChange = {},
): Promise<Booking> {
  const legal = transition(booking.state, verb);
  const step = move.whole ? { ...legal, to: 'void' as const } : legal;
  const nights = move.nights ?? booking.nights;
  const outcome = move.outcome ?? OUTCOME_IN_TABLE[step.outcome ?? ''] ?? step.outcome;
  // Added nights begin where the booking ended, or with its first night.
  const grows = booking.nights.until !== null && nights.from >= booking.nights.from;
  const from = grows && booking.state === 'stay' ? booking.nights.until! : nights.from;
  const changed = await translateBookingError({ bed: booking.bed, from }, () =>
    tx.query(
      `UPDATE bookings SET state = $2, nights = $3::daterange, outcome = $4, version = version + 1,
              hold_until = CASE WHEN $2 = 'hold' THEN $7::timestamptz END,
              checked_in_at = CASE WHEN $2 = 'promised' THEN NULL ELSE coalesce(checked_in_at, $5) END
        WHERE id = $1 AND version = $6 RETURNING version`,
      [
        booking.id,
        step.to,
        toDateRange(nights),
        outcome,
        move.checkedInAt ?? null,
        booking.version,
        booking.holdUntil,
      ],
    ),
  );
  if (changed.length === 0) throw new DomainError('conflict', 'beds.changed_meanwhile');
  await tx.query(
    `INSERT INTO booking_changes (booking_id, from_state, to_state, by, reason, nights_before)
     VALUES ($1, $2, $3, $4, $5, $6::daterange)`,
    [booking.id, booking.state, step.to, tx.actor.userId, verb, toDateRange(booking.nights)],
  );
  return { ...booking, state: step.to, nights, version: booking.version + 1 };
}

const OUTCOME_IN_TABLE: Readonly<Record<string, string>> = { unblocked: 'reopened' };

/** Refuses an expired hold, even if the job has not marked it yet. */
export function mustBeLive(booking: Booking, now: Date): void {
  if (booking.state === 'hold' && booking.holdUntil !== null && booking.holdUntil <= now) {
    throw new DomainError('conflict', 'beds.hold_lapsed');
  }
}

/** All of a request at once, so that they run out together; at the limit nothing is left to renew. */
export async function renewHold(
  tx: Tx,
  requestId: string,
  held: readonly Booking[],
): Promise<Date> {
  const [until] = await tx.query<{ at: Date; later: boolean }>(
    `SELECT t.at, t.at > max(k.hold_until) AS later
       FROM bookings k
      CROSS JOIN LATERAL (SELECT least(
        mawa_now() + make_interval(mins => mawa_setting('hold_minutes')::int),
        (SELECT min(o.created_at) FROM bookings o WHERE o.id = ANY ($1))
          + make_interval(mins => mawa_setting('hold_limit_minutes')::int)) AS at) t
      WHERE k.id = ANY ($1) GROUP BY t.at`,
    [held.map(({ id }) => id)],
  );
  if (!until?.later) throw new DomainError('conflict', 'beds.hold_limit');
  for (const booking of held) {
    await moveBooking(tx, { ...booking, holdUntil: until.at }, 'renew');
  }
  await tx.query('UPDATE bed_requests SET held_until = $2 WHERE id = $1', [requestId, until.at]);
  await prolongOffer(tx, requestId, until.at);
  return until.at;
}
