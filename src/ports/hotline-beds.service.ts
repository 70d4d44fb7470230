import { Injectable } from '@nestjs/common';
import {
  type BedProposals,
  type EmergencyBedRequest,
  EmergencyBeds,
  type HeldBeds,
  type BedRequestStatus,
} from '../../modules/hotline';
import {
  areUnaccompanied,
  BedRequests,
  FindCandidates,
  BedHolds,
} from '../../modules/shelter-beds';
import { DutyNumbers } from '../../modules/shelter-inventory';
import type { Tx } from '../../modules/platform/database/transactions';

/** Where the hotline's people sleep: its port, connected to the module of the beds. */
@Injectable()
export class HotlineBeds extends EmergencyBeds {
  constructor(
    private readonly requests: BedRequests,
    private readonly candidates: FindCandidates,
    private readonly holds: BedHolds,
    private readonly dutyNumbers: DutyNumbers,
  ) {
    super();
  }

  async ask(tx: Tx, { caseIds, danger, medical, note, nights }: EmergencyBedRequest) {
    const { id } = await this.requests.openIn(tx, {
      caseIds: [...caseIds],
      neededFrom: tx.tonight,
      nights,
      urgency: 'tonight',
      source: 'hotline',
      basis: 'vital_interest',
      ...(danger ? { risk: 'immediate' as const } : {}),
      ...(medical ? { medical: 'urgent' as const } : {}),
      ...(note === null ? {} : { note }),
    });
    return { requestId: id };
  }

  async propose(tx: Tx, requestId: string): Promise<BedProposals> {
    const { proposals, lacks } = await this.candidates.forRequestIn(tx, requestId);
    const { people } = await this.requests.oneIn(tx, requestId);
    return {
      lacks,
      unaccompanied: areUnaccompanied(people.map(({ ageLow }) => ageLow)),
      proposals: proposals.flatMap(({ verdict, codeName, places, reasons, ...proposal }) =>
        verdict === 'fits' || verdict === 'ask'
          ? [
              {
                rank: proposal.rank,
                verdict,
                verdictText: proposal.verdictText,
                shelterId: proposal.shelterId,
                shelter: codeName,
                places,
                reasons: [...reasons, ...places.flatMap((place) => place.reasons)]
                  .filter(({ text }, at, all) => all.findIndex((one) => one.text === text) === at)
                  .map(({ sign, text }) => ({ sign, text })),
              },
            ]
          : [],
      ),
    };
  }

  async hold(
    tx: Tx,
    requestId: string,
    placements: readonly { caseId: string; bedId: string }[],
    reason: string | null,
  ): Promise<HeldBeds> {
    const { holdUntil } = await this.holds.placeIn(tx, requestId, {
      placements: [...placements],
      ...(reason === null ? {} : { reason }),
    });
    const { bookings } = await this.requests.oneIn(tx, requestId);
    const { shelterId, shelter } = bookings[0]!;
    return { shelterId, shelter, heldUntil: new Date(holdUntil) };
  }

  async dutyNumber(tx: Tx, shelterId: string): Promise<string | null> {
    return (await this.dutyNumbers.showIn(tx, shelterId)).number;
  }

  async stands(tx: Tx, requestIds: readonly string[]): Promise<BedRequestStatus[]> {
    const rows = await Promise.all(requestIds.map((id) => this.requests.oneIn(tx, id)));
    return rows.map(({ id, state, heldUntil }) => ({ id, state, heldUntil }));
  }
}
