import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { People } from '../../beneficiaries';
import { Lists } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { formatUnknownFacts } from '../placing/unknown-facts.words';
import { loadBooking, type Booking } from './booking-steps.queries';
import type { Choices } from './booking.view';
import { StayLengths } from './stay-length.service';
import { nextInBed } from './next-in-bed.queries';
import { mayStayOn } from './stay-extension.queries';

/** Open questions of a longer stay, for the form that chooses its last day. */
export interface ExtensionNeeds {
  /** Unknown facts about room-mates in the added nights, in words; null if none. */
  readonly unknown: string | null;
  /** The last day by the longest stay of the house; null where it sets none. */
  readonly endsOn: CivilDate | null;
  /** Why more nights are asked for; null where that is not for the actor, or where some are asked for already. */
  readonly reasons: Choices | null;
  readonly waits: boolean;
}

/** The nights after the planned exit of which it is asked in advance; the press asks of all. */
const NIGHTS_AHEAD = 7;

/** The facts that extending a stay needs, known before the press. */
@Injectable()
export class FindExtensionNeeds {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly lengths: StayLengths,
    private readonly lists: Lists,
  ) {}

  async of(actor: Actor, bookingId: string): Promise<ExtensionNeeds> {
    const reasons = await this.lists.choices(actor, 'extension_reasons');
    return this.transactions.run(actor, async (tx) => {
      const booking = await loadBooking(tx, bookingId);
      const { endsOn, extensions } = await this.lengths.ofIn(tx, bookingId);
      const waits = extensions.some(({ decision }) => decision === null);
      const asks = endsOn !== null && !waits && may(actor, 'stays:extend');
      return {
        endsOn,
        waits: endsOn !== null && waits,
        reasons: asks ? reasons : null,
        unknown: await this.unknownOf(tx, booking),
      };
    });
  }

  /** Null also where the extension would be refused: the refusal gives its own reason. */
  private async unknownOf(tx: Tx, booking: Booking): Promise<string | null> {
    const { until } = booking.nights;
    if (booking.state !== 'stay' || until === null || until < tx.tonight) return null;
    const ahead = addDays(until, NIGHTS_AHEAD);
    const next = await nextInBed(tx, booking, ahead);
    // Up to the night on which the bed is somebody else's: that long it may be extended.
    const nights = { from: until, until: next && next.from < ahead ? next.from : ahead };
    if (nights.until <= until) return null;
    try {
      const { unknown } = await mayStayOn(tx, this.people, booking, nights);
      return unknown.length > 0 ? formatUnknownFacts(unknown, tx.actor.language) : null;
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }
}
