import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { OtherBedDto } from '../dto/stay.dto';
import { BedHolds, type HoldResult } from '../placing/hold.service';
import { loadBooking, loadBookings } from './booking-steps.queries';
import { Stays } from './stays.service';

/**
 * Changes the bed of an expected person before the arrival. All companions are placed again in the same transaction
 * under every placement rule; a refusal changes nothing.
 */
@Injectable()
export class ExpectedArrivals {
  constructor(
    private readonly transactions: Transactions,
    private readonly holds: BedHolds,
    private readonly stays: Stays,
  ) {}

  otherBed(
    actor: Actor,
    bookingId: string,
    body: OtherBedDto,
    repeatId: string | null = null,
  ): Promise<HoldResult> {
    return this.transactions.once(
      actor,
      { useCase: 'beds.other_bed', body: { bookingId, ...body }, requestId: repeatId },
      (tx) => this.otherBedIn(tx, bookingId, body),
    );
  }

  private async otherBedIn(
    tx: Tx,
    bookingId: string,
    { bedId, version, reason }: OtherBedDto,
  ): Promise<HoldResult> {
    await lockBeds(tx, bookingId, bedId);
    const { state, requestId } = await loadBooking(tx, bookingId, version);
    if (state !== 'promised' || !requestId) throw new DomainError('conflict', 'stays.not_expected');
    const party = await loadBookings(tx, { requestId, states: ['promised'] });
    const placements = party.map(({ id, caseId, bedId: own }) => ({
      caseId: caseId!,
      bedId: id === bookingId ? bedId : own,
    }));
    await this.stays.releasePartyIn(tx, requestId);
    const hold = { placements, ...(reason ? { reason } : {}) };
    const held = await this.holds.placeIn(tx, requestId, hold, { carriesAgreement: true });
    await this.stays.promiseIn(tx, requestId);
    const ids = held.bookings.map(({ id }) => id);
    await record(tx, { action: 'beds.other_bed', kind: 'booking', ids: [bookingId, ...ids] });
    return held;
  }
}

/** Locks the beds of all companions and the new bed in one order, before anything is read. */
const lockBeds = (tx: Tx, bookingId: string, bedId: string): Promise<unknown> =>
  tx.query(
    `SELECT placing_locks(coalesce(array_agg(k.bed_id), '{}') || $2::uuid, coalesce(array_agg(bp.case_id), '{}'))
       FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
      WHERE bp.state = 'promised'
        AND bp.request_id = (SELECT o.request_id FROM booking_people o WHERE o.booking_id = $1)`,
    [bookingId, bedId],
  );
