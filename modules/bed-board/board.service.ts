import { Injectable } from '@nestjs/common';
import { recordReading } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import type { BoardDto } from './board.dto';
import { boardBeds, boardBookings, boardPeople } from './board.queries';
import { bookingsShown, buildBoard, STRIP_NIGHTS, type Board } from './board.view';
import { type BedKind, requestsByRank, type RequestRow } from '../shelter-beds';

export interface BoardFilter {
  readonly from?: CivilDate;
  readonly nights?: number;
  readonly shelterId?: string;
  /** Rows of these beds alone; what is counted is counted over all. */
  readonly kind?: BedKind;
  readonly freeTonight?: boolean;
}
export interface BoardWithRequests extends Board {
  readonly requests: readonly RequestRow[];
}

export const NIGHTS_SHOWN = [14, 28, 60] as const;

export const boardFilterOf = ({ from, nights, shelter, kind, free }: BoardDto): BoardFilter => ({
  from,
  nights,
  kind,
  shelterId: shelter,
  freeTonight: free === 'tonight',
});

/** Who sleeps where, night by night: a few statements, whatever the size. */
@Injectable()
export class BedBoard {
  constructor(private readonly transactions: Transactions) {}

  show(actor: Actor, asked: BoardFilter): Promise<BoardWithRequests> {
    return this.transactions.runWithKeptPlans(actor, (tx) => this.showIn(tx, asked));
  }

  /** A refresh of a board that is open already leaves no audit row of its own: its opening did. */
  async showIn(tx: Tx, asked: BoardFilter, { isRefresh = false } = {}): Promise<BoardWithRequests> {
    const { from = tx.tonight, nights = 28, shelterId = null } = asked;
    if (from < addDays(tx.tonight, -400) || from > addDays(tx.tonight, 400)) {
      throw new DomainError('invalid', 'beds.too_long_ago', {}, 'from');
    }
    const ends = [addDays(from, nights), addDays(tx.tonight, STRIP_NIGHTS)].sort();
    const window = { from: from < tx.tonight ? from : tx.tonight, until: ends.at(-1)! };
    const shelterIds = shelterId === null ? null : [shelterId];
    const [beds, bookings, requests] = await Promise.all([
      boardBeds(tx, window, shelterIds),
      boardBookings(tx, window, shelterIds),
      requestsByRank(tx),
    ]);
    if (beds.length === 0 && shelterId !== null) {
      const [known] = await tx.query('SELECT 1 FROM shelters WHERE id = $1 AND active', [
        shelterId,
      ]);
      if (!known) throw notFound();
    }
    const shown = bookingsShown(bookings, { from, until: addDays(from, nights) }, tx.tonight);
    const people = await boardPeople(
      tx,
      shown.map(({ id }) => id),
    );
    const board = buildBoard({
      from,
      nights,
      tonight: tx.tonight,
      now: tx.now,
      beds,
      bookings,
      people,
      ownShelters: tx.actor.shelterIds,
      only: { kind: asked.kind, freeTonight: asked.freeTonight },
    });
    if (!isRefresh) {
      const waiting = requests.flatMap((request) => request.people);
      const seen = [...people, ...waiting.filter(({ caseNumber }) => caseNumber !== null)];
      await recordReading(
        tx,
        'beds.board',
        seen.map(({ caseId }) => caseId),
      );
    }
    return { ...board, requests };
  }
}
