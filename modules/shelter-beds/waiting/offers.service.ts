import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { loadBookings } from '../bookings/booking-steps.queries';
import { Stays } from '../bookings/stays.service';
import { mayAllocate } from '../placing/may-allocate.rules';
import { BedHolds } from '../placing/hold.service';
import { proposeParty, type Proposal } from '../placing/party.rules';
import { assemblePlacement } from '../placing/placing-assembly.rules';
import { readPlacingFacts } from '../placing/placing.queries';
import { proposeOver } from '../placing/propose.rules';
import type { OfferRefusal } from '../beds.data';
import { readWaitingEntries, type WaitingListEntry } from './waiting-list.service';
import { answerOffer, type OfferAnswer } from './open-offers.queries';
import { findOffer, offerMinutes, type OfferRow } from './waiting.queries';

export interface OfferResult {
  readonly id: string;
  readonly requestId: string;
  readonly shelterId: string;
  readonly answerBy: string;
}

export interface OfferReply {
  readonly id: string;
  readonly answer: OfferAnswer;
}

/** Offers of beds to waiting requests: a hold that lasts for the time allowed to answer. */
@Injectable()
export class Offers {
  constructor(
    private readonly transactions: Transactions,
    private readonly holds: BedHolds,
    private readonly stays: Stays,
  ) {}

  /** To this request, in the house that suits it best or in the one that is named. */
  offer(
    actor: Actor,
    requestId: string,
    { shelterId, reason }: { shelterId?: string; reason?: string },
    repeatId: string | null = null,
  ): Promise<OfferResult> {
    const body = { requestId, shelterId, reason };
    const offer = (tx: Tx) => this.offerIn(tx, requestId, { shelterId, reason });
    return this.transactions.once(
      actor,
      { useCase: 'offers.make', body, requestId: repeatId },
      (tx) => offer(tx),
    );
  }

  /**
   * Offers beds of this shelter to the first waiting request that they suit without an open question, that has no held
   * bed and has not declined an offer of this shelter.
   */
  offerToNext(
    actor: Actor,
    shelterId: string,
    repeatId: string | null = null,
  ): Promise<OfferResult> {
    const body = { shelterId };
    return this.transactions.once(
      actor,
      { useCase: 'offers.next', body, requestId: repeatId },
      (tx) => this.nextIn(tx, shelterId),
    );
  }

  private async nextIn(tx: Tx, shelterId: string): Promise<OfferResult> {
    if (!mayAllocate(tx.actor, shelterId)) throw notFound();
    const { line } = await readWaitingEntries(tx);
    const open = line.filter(
      ({ request, before }) =>
        request.heldUntil === null && !before.some((offer) => offer.shelterId === shelterId),
    );
    for (const standing of open) {
      const best = await this.bestIn(tx, standing.id, shelterId);
      if (best?.verdict === 'fits') return this.make(tx, standing, best);
    }
    throw new DomainError('conflict', 'waiting.nobody_fits', {}, 'shelterId');
  }

  private async offerIn(
    tx: Tx,
    requestId: string,
    { shelterId, reason }: { shelterId?: string; reason?: string },
  ): Promise<OfferResult> {
    const { line } = await readWaitingEntries(tx);
    const standing = line.find(({ id }) => id === requestId);
    if (!standing) throw notFound();
    if (standing.request.heldUntil !== null) {
      throw new DomainError('conflict', 'waiting.cared_for');
    }
    const best = await this.bestIn(tx, requestId, shelterId);
    if (!best) {
      const field = shelterId === undefined ? undefined : 'shelterId';
      throw new DomainError('conflict', 'waiting.no_bed_to_offer', {}, field);
    }
    return this.make(tx, standing, best, reason);
  }

  private async bestIn(tx: Tx, requestId: string, shelterId?: string): Promise<Proposal | null> {
    const placing = assemblePlacement(await readPlacingFacts(tx, requestId, null));
    const { party, settings } = placing;
    const { beds } = proposeOver(placing, 1);
    const mine = beds.filter(
      (bed) => mayAllocate(tx.actor, bed.shelterId) && (!shelterId || bed.shelterId === shelterId),
    );
    return proposeParty(party, mine, settings, 1)[0] ?? null;
  }

  private async make(
    tx: Tx,
    { id: requestId, rank, score }: WaitingListEntry,
    { places, shelterId }: Proposal,
    reason?: string,
  ): Promise<OfferResult> {
    const placements = places.map(({ caseId, bedId }) => ({ caseId, bedId }));
    const minutes = await offerMinutes(tx);
    const { holdUntil } = await this.holds.placeIn(
      tx,
      requestId,
      { placements, ...(reason ? { reason } : {}) },
      { minutes },
    );
    const [offer] = await tx.query<{ id: string }>(
      `INSERT INTO bed_offers (request_id, shelter_id, score, rank, answer_by) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
      [requestId, shelterId, score, rank, holdUntil],
    );
    await record(tx, { action: 'offers.make', kind: 'bed_offer', ids: [offer!.id, requestId] });
    return { id: offer!.id, requestId, shelterId, answerBy: holdUntil };
  }

  /** Accepts an offer: the hold becomes a promised booking. */
  accept(actor: Actor, id: string, repeatId: string | null = null): Promise<OfferReply> {
    const body = { id };
    return this.transactions.once(
      actor,
      { useCase: 'offers.accept', body, requestId: repeatId },
      async (tx) => {
        const { requestId } = await this.openOffer(tx, id);
        await this.stays.promiseIn(tx, requestId);
        return { id, answer: 'accepted' as const };
      },
    );
  }

  /** Declines an offer: the bed is released at once, and the request keeps its rank. */
  decline(
    actor: Actor,
    id: string,
    reason: OfferRefusal,
    repeatId: string | null = null,
  ): Promise<OfferReply> {
    const body = { id, reason };
    return this.transactions.once(
      actor,
      { useCase: 'offers.decline', body, requestId: repeatId },
      async (tx) => {
        const { requestId } = await this.openOffer(tx, id);
        await answerOffer(tx, requestId, 'declined', reason);
        await this.stays.releasePartyIn(tx, requestId);
        return { id, answer: 'declined' as const };
      },
    );
  }

  private async openOffer(tx: Tx, id: string): Promise<OfferRow> {
    const offer = await findOffer(tx, id);
    if (!offer) throw notFound();
    if (offer.answer === 'lapsed') throw new DomainError('conflict', 'waiting.window_over');
    if (offer.answer !== null) throw new DomainError('conflict', 'waiting.answered');
    const held = await loadBookings(tx, { requestId: offer.requestId, states: ['hold'] });
    const stands = held.length > 0 && held.every(({ shelterId }) => shelterId === offer.shelterId);
    if (!stands) throw new DomainError('conflict', 'waiting.window_over');
    return offer;
  }
}
