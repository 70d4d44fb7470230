import { Injectable } from '@nestjs/common';
import { People } from '../../beneficiaries';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { rankBeds } from '../placing/candidate.rules';
import { assemblePlacement } from '../placing/placing-assembly.rules';
import { ruleAges } from '../placing/rule-sets.queries';
import { readStayFacts } from '../placing/placing.queries';
import { loadBooking, type Booking } from './booking-steps.queries';
import { nextInBed, type NextInBed } from './next-in-bed.queries';

export interface LaterNights extends NextInBed {
  /** Beds of the house that suit from that night on. */
  readonly beds: readonly string[];
  /** The stay could go on in this bed up to that night. */
  readonly mayExtendUntil: CivilDate | null;
}

const MOST_BEDS = 5;

/**
 * Explains why a stay cannot continue in its bed: the next booking of the bed as the board shows it, and beds of the
 * shelter that suit from that night. Null if the calendar gives the bed to nobody else.
 */
@Injectable()
export class StayContinuations {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
  ) {}

  of(actor: Actor, bookingId: string, wanted: CivilDate): Promise<LaterNights | null> {
    return this.transactions.run(actor, async (tx) => {
      const booking = await loadBooking(tx, bookingId);
      const { from, until } = booking.nights;
      if (booking.state !== 'stay' || wanted <= (until ?? wanted)) return null;
      const next = await nextInBed(tx, booking, wanted);
      if (!next) return null;
      return {
        ...next,
        beds: await this.bedsFrom(tx, booking, next.from, wanted),
        mayExtendUntil: until !== null && next.from > until && next.from > from ? next.from : null,
      };
    });
  }

  private async bedsFrom(
    tx: Tx,
    booking: Booking,
    from: CivilDate,
    until: CivilDate,
  ): Promise<string[]> {
    const ages = await ruleAges(tx);
    const members = await this.people.placementFacts(tx, [booking.caseId!], from, ages);
    const { party, beds, settings } = assemblePlacement(
      await readStayFacts(tx, {
        bedId: null,
        nights: { from, until },
        members,
        booking: booking.id,
      }),
    );
    const own = beds.filter(({ shelterId }) => shelterId === booking.shelterId);
    const known = new Map(own.map((bed) => [bed.bedId, bed]));
    return rankBeds(party, own, settings)
      .filter(({ verdict, bedId }) => verdict === 'fits' && bedId !== booking.bedId)
      .slice(0, MOST_BEDS)
      .map(({ bedId }) => `${known.get(bedId)!.roomName} ${known.get(bedId)!.label}`);
  }
}
