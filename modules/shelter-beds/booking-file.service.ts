import { Injectable } from '@nestjs/common';
import { Transactions } from '../../src/database/transactions';
import type { Actor } from '../../src/shared/actor';
import type { CivilDate } from '../../src/shared/nights';
import { findBooking, type BookingRow } from './bookings.queries';

export interface BookingShown extends BookingRow {
  readonly today: CivilDate;
}

/** One booking with what happened to it, for those who may see its person or work where its bed is. */
@Injectable()
export class BookingFile {
  constructor(private readonly transactions: Transactions) {}

  one(actor: Actor, id: string): Promise<BookingShown> {
    return this.transactions.run(actor, async (tx) => ({
      ...(await findBooking(tx, id)),
      today: tx.today,
    }));
  }
}
