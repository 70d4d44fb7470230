import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../src/database/transactions';
import type { Actor } from '../../../src/shared/actor';
import type { CivilDate } from '../../../src/shared/nights';
import { BedNotes, type BedNote } from './bed-notes';
import { findBooking, type BookingRow } from './bookings.queries';

export interface BookingShown extends BookingRow {
  readonly today: CivilDate;
  /** What was typed with it, opened for the reader: about the person, or about the bed. */
  readonly notes: readonly BedNote[];
  readonly note: string | null;
}

/** One booking with what happened to it, for those who may see its person or work where its bed is. */
@Injectable()
export class BookingFile {
  constructor(
    private readonly transactions: Transactions,
    private readonly notes: BedNotes,
  ) {}

  one(actor: Actor, id: string): Promise<BookingShown> {
    return this.transactions.run(actor, async (tx) => {
      const booking = await findBooking(tx, id);
      const block = booking.state === 'blocked';
      return {
        ...booking,
        today: tx.today,
        notes: block ? [] : await this.notes.of(tx, id),
        note: block ? await this.notes.ofBlock(tx, id, booking.shelterId) : null,
      };
    });
  }
}
