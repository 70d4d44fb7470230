import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { People } from '../../beneficiaries';
import { once } from '../../platform/database/once';
import {
  constraintOf,
  sqlState,
  Transactions,
  type Tx,
} from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { translateBookingError } from '../beds.errors';
import type { MoveDto } from '../dto/stay.dto';
import { awayFollows } from '../nights/absences.queries';
import { NightCorrections } from '../nights/night-corrections.service';
import { BedNotes } from './bed-notes.service';
import { loadBooking, moveBooking, mustAllocate, type Booking } from './booking-steps.queries';
import { reasonRequiredError } from '../placing/unknown-facts.words';
import { checkMoves, type MoveAssessment } from './move-check.service';
import {
  FIELD_OF_MOVE,
  kindOfMove,
  mustBeANightOf,
  mustBeOneMove,
  nightsToCheck,
  refusedAt,
  splitAt,
  type FieldOfMove,
  type Mover,
  type Split,
} from './move.rules';
import { beginPreparations } from './preparations.queries';
import { mixSignOver, transition } from './stay.rules';
import { joinWords } from '../../platform/shared/punctuation.words';

export interface MoveResult {
  readonly moveId: string;
  readonly kind: 'transfer' | 'swap';
  readonly bookings: readonly {
    readonly id: string;
    readonly bedId: string;
    readonly version: number;
  }[];
}

/** People to whom an answer applies: those about whom a question was open, or all if it was asked for all together. */
const answeredFor = (
  going: readonly MoverSplit[],
  judged: readonly MoveAssessment[],
): readonly MoverSplit[] => {
  const some = going.filter((_one, index) => judged[index]!.unknown.length > 0);
  return some.length > 0 ? some : going;
};

interface MoverSplit extends Split {
  readonly booking: Booking;
  readonly bedId: string;
}

/**
 * Moves residents to other beds: one person, a family, or two who swap. In one transaction all old beds are left before
 * the new ones are taken, so that no constraint sees two people in a bed and no other transaction sees a bed free in
 * between. Of two concurrent moves the second sees the rows of the first.
 */
@Injectable()
export class Moves {
  constructor(
    private readonly transactions: Transactions,
    private readonly corrections: NightCorrections,
    private readonly people: People,
    private readonly notes: BedNotes,
  ) {}

  move(actor: Actor, body: MoveDto, repeatId: string | null = null): Promise<MoveResult> {
    return this.transactions.once(
      actor,
      { useCase: 'beds.move', body, requestId: repeatId },
      (tx) => this.moveIn(tx, body),
    );
  }

  /** From a page, where one's own bed is the one that the other takes. */
  fromForm(
    actor: Actor,
    bookingId: string,
    moveOf: (ownBedId: string) => MoveDto,
    repeatId: string | null,
  ): Promise<MoveResult> {
    return this.transactions.run(
      actor,
      async (tx) => {
        // Unlocked: the locks of a move are taken in one order, further down.
        const [own] = await tx.query<{ bedId: string }>(
          `SELECT k.bed_id AS "bedId" FROM bookings k JOIN booking_people bp ON bp.booking_id = k.id WHERE k.id = $1`,
          [bookingId],
        );
        if (!own) throw notFound();
        const body = moveOf(own.bedId);
        return once(tx, 'beds.move', body, () => this.moveIn(tx, body, () => undefined));
      },
      repeatId,
    );
  }

  async moveIn(
    tx: Tx,
    { night = tx.tonight, moves, reason }: MoveDto,
    fieldOf: FieldOfMove = FIELD_OF_MOVE,
  ): Promise<MoveResult> {
    await this.corrections.shareClosingLock(tx);
    await lockMoves(tx, moves);
    const going: MoverSplit[] = [];
    for (const [index, { bookingId, bedId, version }] of moves.entries()) {
      const booking = await refusedAt(fieldOf(index), async () => {
        const found = await loadBooking(tx, bookingId, version);
        transition(found.state, 'move_out');
        return found;
      });
      mustBeANightOf(booking.nights, night, tx.tonight);
      going.push({ booking, bedId, ...splitAt(booking.nights, night) });
    }
    const movers = going.map(asMover);
    mustBeOneMove(movers, fieldOf);
    const judged = await this.check(tx, going, fieldOf, reason);
    mustAllocate(tx.actor, [
      ...going.map(({ booking }) => booking.shelterId),
      ...judged.map(({ bed }) => bed.shelterId),
    ]);
    await this.notes.write(
      tx,
      'move',
      answeredFor(going, judged).map(({ booking: { id, caseId } }) => ({ bookingId: id, caseId })),
      reason,
    );
    const left: Booking[] = [];
    for (const { booking, kept } of going) {
      left.push(
        await moveBooking(tx, booking, 'move_out', kept ? { nights: kept } : { whole: true }),
      );
    }
    const kind = kindOfMove(movers);
    const opened = await open(tx, kind, going, judged);
    for (const [index, { booking, kept }] of going.entries()) {
      await awayFollows(tx, booking.id, opened.stays[index]!.id, night);
      await this.corrections.settle(tx, left[index]!, booking.nights, kept);
      await this.corrections.settle(tx, opened.stays[index]!, null, opened.stays[index]!.nights);
    }
    await beginPreparations(
      tx,
      left.map(({ bedId }) => bedId),
      night,
    );
    const ids = [...left, ...opened.stays].map(({ id }) => id);
    await record(tx, { action: `beds.${kind}`, kind: 'booking', ids });
    return {
      moveId: opened.moveId,
      kind,
      bookings: opened.stays.map(({ id, bedId, version }) => ({ id, bedId, version })),
    };
  }

  private async check(
    tx: Tx,
    going: readonly MoverSplit[],
    fieldOf: FieldOfMove,
    reason?: string,
  ): Promise<MoveAssessment[]> {
    const moving = going.map(({ booking, bedId, taken }) => ({
      caseId: booking.caseId!,
      bookingId: booking.id,
      bedId,
      leaves: booking.roomId,
      nights: nightsToCheck(taken, tx.tonight),
    }));
    const { unknown, judged } = await checkMoves(tx, this.people, moving, fieldOf);
    if (unknown.length > 0 && !reason) throw reasonRequiredError(unknown, tx.actor.language);
    return judged;
  }
}

const asMover = ({ booking, bedId }: MoverSplit): Mover => ({
  bookingId: booking.id,
  from: { bedId: booking.bedId, nights: booking.nights },
  to: bedId,
});

/** All beds, old and new, and all people, in one order; what ran out on them is free. */
export async function lockMoves(
  tx: Tx,
  moves: readonly { readonly bookingId: string; readonly bedId: string }[],
): Promise<void> {
  const params = [moves.map(({ bookingId }) => bookingId), moves.map(({ bedId }) => bedId)];
  await tx.query(
    `SELECT placing_locks(ARRAY(SELECT bed_id FROM bookings WHERE id = ANY ($1)) || $2::uuid[],
                          ARRAY(SELECT case_id FROM booking_people WHERE booking_id = ANY ($1)))`,
    params,
  );
  await tx.query('SELECT lapse_holds($1, NULL)', [params[1]]);
}

async function open(
  tx: Tx,
  kind: 'transfer' | 'swap',
  going: readonly MoverSplit[],
  judged: readonly MoveAssessment[],
): Promise<{ moveId: string; stays: Booking[] }> {
  const stays = going.map(({ booking, bedId, taken }, index): Booking => {
    const { bed, member } = judged[index]!;
    const where = { bedId, bed: bed.label, room: bed.roomName, roomId: bed.roomId };
    const house = { shelterId: bed.shelterId, shelter: bed.codeName };
    const sign = mixSignOver(member, taken);
    return { ...booking, ...where, ...house, id: randomUUID(), nights: taken, sign, version: 1 };
  });
  const parts = stays.map(({ id, bedId, nights, sign }, index) => ({
    old_id: going[index]!.booking.id,
    new_id: id,
    bed_id: bedId,
    until: nights.until,
    sign,
    rule_set: judged[index]!.ruleSet,
  }));
  const night = stays[0]!.nights.from;
  const labels = joinWords(
    stays.map(({ bed }) => bed),
    tx.actor.language,
  );
  const [made] = await translateBookingError({ bed: labels, from: night }, () =>
    atTheGate(() =>
      tx.query<{ id: string }>('SELECT open_moved_stays($1, $2, $3) AS id', [
        kind,
        night,
        JSON.stringify(parts),
      ]),
    ),
  );
  return { moveId: made!.id, stays };
}

/** The gate's own refusals: only one who holds the case brings it to another house, and to a named manager. */
async function atTheGate<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (sqlState(error) === '42501') throw new DomainError('forbidden', 'stays.not_to_that_house');
    if (constraintOf(error) === 'case_named_a_manager') {
      throw new DomainError('conflict', 'stays.name_a_manager_first');
    }
    throw error;
  }
}
