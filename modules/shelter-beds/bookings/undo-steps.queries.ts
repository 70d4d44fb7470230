/** The rows that taking a step back moves, in the order in which the calendar allows it: beds are left before they are taken. */
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import {
  fromDateRange,
  toDateRange,
  type CivilDate,
  type Nights,
} from '../../platform/shared/nights.rules';
import { loadBooking, type Booking } from './booking-steps.queries';
import { joinedAgain } from './move.rules';
import type { BookingVerb } from './stay.rules';
import { undoableOf, type LastStep } from './undo.rules';

export interface UndoStep {
  readonly booking: Booking;
  readonly verb: BookingVerb;
  /** Nights of the booking before and after the step; null: none. */
  readonly before: Nights | null;
  readonly after: Nights | null;
  /** The nights of the row, where they change. */
  readonly nights?: Nights;
  /** The booking that takes over again. */
  readonly returnsTo?: string;
}

export interface BlockingBooking {
  readonly bed: string;
  readonly from: CivilDate;
  readonly until: CivilDate | null;
}

interface UndoPlan {
  readonly last: LastStep;
  readonly steps: readonly UndoStep[];
}

export async function stepsToUndo(tx: Tx, booking: Booking): Promise<UndoPlan | null> {
  const last = await lastStep(tx, booking.id);
  switch (last && undoableOf(last)) {
    case 'check_in':
      return { last: last!, steps: await ofCheckIn(tx, booking) };
    case 'exit':
      return { last: last!, steps: [ofExit(booking, last!.nightsBefore)] };
    case 'move':
      return { last: last!, steps: await ofMove(tx, booking) };
    default:
      return null;
  }
}

/** Steps of all who arrived with the same action; the requested booking is last. */
async function ofCheckIn(tx: Tx, booking: Booking): Promise<UndoStep[]> {
  const arrived: Booking[] = [];
  for (const id of await arrivedWith(tx, booking.id)) arrived.push(await loadBooking(tx, id));
  return [...arrived, booking].map((one) => ({
    booking: one,
    verb: 'undo_check_in',
    before: one.nights,
    after: one.nights,
  }));
}

const LAST_CHANGE = 'SELECT c.reason, c.at, c.by FROM booking_changes c WHERE c.booking_id';

/** The others of the request who arrived in the same house by the same act and whose arrival nothing followed. */
export async function arrivedWith(tx: Tx, bookingId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT q.booking_id AS id FROM booking_people p
       JOIN booking_people q ON q.request_id = p.request_id AND q.booking_id <> p.booking_id
       JOIN bookings mine ON mine.id = p.booking_id
       JOIN bookings theirs ON theirs.id = q.booking_id AND theirs.shelter_id = mine.shelter_id
       JOIN LATERAL (${LAST_CHANGE} = p.booking_id ORDER BY c.id DESC LIMIT 1) l ON l.reason = 'check_in'
       JOIN LATERAL (${LAST_CHANGE} = q.booking_id ORDER BY c.id DESC LIMIT 1) o ON o.reason = 'check_in'
      WHERE p.booking_id = $1 AND o.at = l.at AND o.by = l.by ORDER BY q.booking_id`,
    [bookingId],
  );
  return rows.map(({ id }) => id);
}

function ofExit(booking: Booking, nightsBefore: Nights | null): UndoStep {
  const after = nightsBefore ?? { from: booking.nights.from, until: null };
  const before = booking.state === 'ended' ? booking.nights : null;
  return { booking, verb: 'undo_exit', before, after, nights: after };
}

/** All who moved with that press: the new beds are left first, then the old ones are theirs again. */
async function ofMove(tx: Tx, booking: Booking): Promise<UndoStep[]> {
  const parts = await tx.query<{ from: string; to: string }>(
    `SELECT p.from_booking AS "from", p.to_booking AS "to" FROM bed_move_parts p
      WHERE p.move_id = (SELECT o.move_id FROM bed_move_parts o JOIN bed_moves m ON m.id = o.move_id
        WHERE $1 IN (o.from_booking, o.to_booking) AND m.undone_at IS NULL ORDER BY m.at DESC LIMIT 1)
      ORDER BY p.from_booking`,
    [booking.id],
  );
  const leave: UndoStep[] = [];
  const take: UndoStep[] = [];
  for (const part of parts) {
    const fresh = await loadBooking(tx, part.to);
    const old = await loadBooking(tx, part.from);
    if (fresh.state !== 'stay') throw new DomainError('conflict', 'stays.moved_on_since');
    const nights = joinedAgain(old.nights, fresh.nights);
    leave.push({
      booking: fresh,
      verb: 'undo_move',
      returnsTo: old.id,
      before: fresh.nights,
      after: null,
    });
    const before = old.state === 'ended' ? old.nights : null;
    take.push({ booking: old, verb: 'undo_move', before, after: nights, nights });
  }
  return [...leave, ...take];
}

async function lastStep(tx: Tx, bookingId: string) {
  const [row] = await tx.query<LastStep & { nightsBefore: string | null }>(
    `SELECT reason AS verb, at, nights_before::text AS "nightsBefore"
       FROM booking_changes WHERE booking_id = $1 ORDER BY id DESC LIMIT 1`,
    [bookingId],
  );
  if (!row) return null;
  return { ...row, nightsBefore: row.nightsBefore ? fromDateRange(row.nightsBefore) : null };
}

/** The first booking that has one of these beds on nights that would be theirs again: its nights, never whose. */
export async function findBlockingBooking(
  tx: Tx,
  steps: readonly UndoStep[],
): Promise<BlockingBooking | null> {
  const own = steps.map(({ booking }) => booking.id);
  for (const { booking, nights } of steps) {
    if (!nights) continue;
    const [row] = await tx.query<Omit<BlockingBooking, 'bed'>>(
      `SELECT lower(k.nights * $2::daterange)::text AS "from", upper(k.nights * $2::daterange)::text AS until
         FROM bookings k WHERE k.bed_id = $1 AND k.nights && $2::daterange AND k.state <> 'void'
          AND (k.state <> 'hold' OR k.hold_until > mawa_now()) AND NOT k.id = ANY ($3)
        ORDER BY lower(k.nights) LIMIT 1`,
      [booking.bedId, toDateRange(nights), own],
    );
    if (row) return { ...row, bed: booking.bed };
  }
  return null;
}
