import { Injectable } from '@nestjs/common';
import { may, type Permission } from '../../access';
import { record } from '../../audit';
import { People } from '../../beneficiaries';
import { settingOf } from '../../plans';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate, Nights } from '../../platform/shared/nights.rules';
import { awayFollows } from '../nights/absences.queries';
import { NightCorrections } from '../nights/night-corrections.service';
import { dropAbsences } from './absence-end.queries';
import { loadBooking, moveBooking, mustAllocate, type Booking } from './booking-steps.queries';
import { takeExitBack } from './exits.queries';
import { lockMoves } from './moves.service';
import { beginPreparations, endByOccupation, resumePreparations } from './preparations.queries';
import { mayStayOn } from './stay-extension.queries';
import { nightsAdded } from './stay.rules';
import { chargesOf, isTooLate, undoableOf, type Undoable } from './undo.rules';
import {
  arrivedWith,
  findBlockingBooking,
  stepsToUndo,
  type BlockingBooking,
  type UndoStep,
} from './undo-steps.queries';

const PERMISSION: Readonly<Record<Undoable, Permission>> = {
  check_in: 'beds:check-in',
  exit: 'beds:exit',
  move: 'beds:move',
};

/** Consequences of undoing, shown before it is confirmed. */
export interface Consequences {
  readonly what: Undoable;
  readonly version: number;
  readonly people: number;
  readonly steps: readonly {
    readonly bookingId: string;
    readonly shelter: string;
    readonly bed: string;
    readonly to: 'promised' | 'stay' | 'void';
    readonly from: CivilDate;
    readonly until: CivilDate | null;
    /** Closed nights whose charge is taken back, or made. */
    readonly reversed: readonly CivilDate[];
    readonly charged: readonly CivilDate[];
    /** Change in the shelter's access to the care of the person. */
    readonly access: 'gains' | 'keeps' | 'loses';
  }[];
  /** Who has the bed meanwhile: then nothing can be taken back. */
  readonly inTheWay: BlockingBooking | null;
}

/** Takes back the last step of a stay. What it changes is shown first; another booking stops it whole. */
@Injectable()
export class UndoSteps {
  constructor(
    private readonly transactions: Transactions,
    private readonly corrections: NightCorrections,
    private readonly people: People,
  ) {}

  consequences(actor: Actor, bookingId: string): Promise<Consequences> {
    return this.transactions.run(actor, async (tx) => {
      const { what, steps, booking } = await this.find(tx, bookingId);
      const closed = await closedSince(tx, steps);
      const way = await findBlockingBooking(tx, steps);
      return {
        what,
        version: booking.version,
        people: what === 'move' ? steps.length / 2 : steps.length,
        steps: steps.map((step) => stepSummary(step, closed, steps)),
        inTheWay: way,
      };
    });
  }

  /** The step of a booking that this actor can undo; null if none. */
  async offeredIn(tx: Tx, bookingId: string): Promise<Undoable | null> {
    try {
      return (await this.find(tx, bookingId)).what;
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  undo(
    actor: Actor,
    bookingId: string,
    { version }: { version?: number },
    repeatId: string | null = null,
  ) {
    return this.transactions.once(
      actor,
      { useCase: 'beds.undo', body: { bookingId, version }, requestId: repeatId },
      (tx) => this.undoIn(tx, bookingId, version),
    );
  }

  private async undoIn(tx: Tx, bookingId: string, version?: number) {
    await this.corrections.shareClosingLock(tx);
    await lockMoves(tx, await bedsOf(tx, bookingId));
    const { what, steps } = await this.find(tx, bookingId, version);
    const way = await findBlockingBooking(tx, steps);
    if (way) throw takenMeanwhile(way);
    for (const step of steps) await this.mustBeAllowed(tx, step, steps);
    if (what === 'move') {
      await markUndone(tx, bookingId);
      for (const { booking, returnsTo, before } of steps) {
        if (returnsTo) await awayFollows(tx, booking.id, returnsTo, before!.from);
      }
    }
    // While the house may still write in the file.
    if (what === 'check_in') for (const { booking } of steps) await dropAbsences(tx, booking);
    const moved: Booking[] = [];
    for (const step of steps) moved.push(await this.takeBack(tx, step));
    if (what === 'exit') await takeExitBack(tx, bookingId);
    await endByOccupation(
      tx,
      moved.filter(({ state }) => state === 'stay').map(({ bedId }) => bedId),
    );
    await this.prepareAgain(tx, what, steps);
    const ids = moved.map(({ id }) => id);
    await record(tx, { action: `beds.undo_${what}`, kind: 'booking', ids });
    return { what, bookings: moved.map(({ id, version: now }) => ({ id, version: now })) };
  }

  /**
   * Resumes the preparation of a bed in which nobody came to sleep; not for a bed that a move had occupied for a night.
   */
  private async prepareAgain(tx: Tx, what: string, steps: readonly UndoStep[]): Promise<void> {
    if (what === 'check_in') {
      await resumePreparations(
        tx,
        steps.map(({ booking }) => booking.bedId),
      );
    }
    if (what === 'move') {
      const slept = steps.filter(
        ({ before, after }) => after === null && before !== null && before.from < tx.tonight,
      );
      await beginPreparations(
        tx,
        slept.map(({ booking }) => booking.bedId),
        tx.today,
      );
    }
  }

  /** Checked before anything changes: between two bookings of a person the shelter may read nothing about them. */
  private async mustBeAllowed(tx: Tx, step: UndoStep, all: readonly UndoStep[]): Promise<void> {
    const { booking, verb, after, before } = step;
    if (after === null || verb === 'undo_check_in') return;
    const ids = all.map((one) => one.booking.id);
    for (const nights of nightsAgain(before, after, tx.tonight)) {
      await mayStayOn(tx, this.people, booking, nights, ids);
    }
  }

  private async takeBack(tx: Tx, step: UndoStep): Promise<Booking> {
    const { booking, verb, after, before } = step;
    const moved = await moveBooking(tx, booking, verb, step.nights ? { nights: step.nights } : {});
    await this.corrections.settle(tx, moved, before, verb === 'undo_check_in' ? null : after);
    return moved;
  }

  /** The last step, as far as it is this actor's to take back. */
  private async find(tx: Tx, bookingId: string, version?: number) {
    const booking = await loadBooking(tx, bookingId, version);
    const found = await stepsToUndo(tx, booking);
    const what = found && undoableOf(found.last);
    if (!what) throw new DomainError('conflict', 'stays.nothing_to_undo');
    if (!may(tx.actor, PERMISSION[what])) throw new DomainError('forbidden', 'access.not_yours');
    mustAllocate(
      tx.actor,
      found.steps.map((one) => one.booking.shelterId),
    );
    const days = await settingOf(tx, 'undo_days', 7);
    if (isTooLate(found.last, tx.now, days)) {
      throw new DomainError('conflict', 'stays.undo_too_late', { days });
    }
    return { what, booking, steps: found.steps };
  }
}

/** Nights from tonight on that are theirs again; the past is a fact and asks nobody. */
const nightsAgain = (before: Nights | null, after: Nights, tonight: CivilDate): Nights[] =>
  before
    ? nightsAdded(before, after, tonight)
    : nightsAdded({ from: after.from, until: after.from }, after, tonight);

const takenMeanwhile = ({ bed, from, until }: BlockingBooking): DomainError =>
  until === null
    ? new DomainError('conflict', 'stays.undo_taken_open', { bed, from })
    : new DomainError('conflict', 'stays.undo_taken', { bed, from, until });

/** Beds of everybody who moved or arrived with this booking; read without locks, to know which to lock. */
const bedsOf = async (tx: Tx, bookingId: string) =>
  tx.query<{ bookingId: string; bedId: string }>(
    `SELECT k.id AS "bookingId", k.bed_id AS "bedId" FROM bookings k
      WHERE k.id = $1 OR k.id = ANY ($2) OR k.id IN (SELECT unnest(ARRAY[p.from_booking, p.to_booking]) FROM bed_move_parts p
        WHERE p.move_id IN (SELECT o.move_id FROM bed_move_parts o WHERE $1 IN (o.from_booking, o.to_booking)))`,
    [bookingId, await arrivedWith(tx, bookingId)],
  );

const markUndone = (tx: Tx, bookingId: string): Promise<unknown> =>
  tx.query(
    `UPDATE bed_moves SET undone_by = mawa_actor(), undone_at = mawa_now()
      WHERE undone_at IS NULL AND id IN (SELECT move_id FROM bed_move_parts WHERE $1 IN (from_booking, to_booking))`,
    [bookingId],
  );

async function closedSince(tx: Tx, steps: readonly UndoStep[]): Promise<CivilDate[]> {
  const first = steps
    .flatMap(({ before, after }) => [before?.from, after?.from])
    .filter((one) => one !== undefined)
    .sort()[0];
  const rows = await tx.query<{ night: CivilDate }>(
    'SELECT night::text AS night FROM closed_nights WHERE night >= $1 ORDER BY night',
    [first ?? tx.tonight],
  );
  return rows.map(({ night }) => night);
}

function stepSummary(step: UndoStep, closed: readonly CivilDate[], all: readonly UndoStep[]) {
  const { booking, verb, before, after } = step;
  const charges = chargesOf({ before, after: verb === 'undo_check_in' ? null : after }, closed);
  const to =
    verb === 'undo_check_in'
      ? ('promised' as const)
      : after
        ? ('stay' as const)
        : ('void' as const);
  const stays = all.some(
    (one) =>
      one.after && one.verb !== 'undo_check_in' && one.booking.shelterId === booking.shelterId,
  );
  const nights = step.nights ?? booking.nights;
  return {
    bookingId: booking.id,
    shelter: booking.shelter,
    bed: `${booking.room} ${booking.bed}`,
    to,
    from: nights.from,
    until: nights.until,
    ...charges,
    access: to === 'stay' ? ('gains' as const) : stays ? ('keeps' as const) : ('loses' as const),
  };
}
