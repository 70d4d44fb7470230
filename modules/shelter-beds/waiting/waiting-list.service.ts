import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { listRequests, sheltersToAsk, type RequestRow } from '../requests/requests.queries';
import { settingsOf } from '../placing/age.rules';
import { rulesInForce } from '../placing/rule-sets.queries';
import { mayAllocate } from '../groups/group.queries';
import { rankWaitingRequests, type WaitingRank, type Weights } from './priority.rules';
import { latestTurnAways, type TurnAwayRow } from './turn-aways.service';
import { mayReceive } from './received.rules';
import { listHouseReceptions, offersOf, waitingWeights, type OfferRow } from './waiting.queries';

export interface WaitingListEntry extends WaitingRank {
  /** Whether a house in which the reader places people receives all of them, as far as that is known. */
  readonly receivedHere: boolean;
  readonly request: RequestRow;
  /** The offer that is out, if there is one. */
  readonly offer: OfferRow | null;
  /** What came to nothing before, latest first. */
  readonly before: readonly OfferRow[];
}
export interface WaitingList {
  readonly line: readonly WaitingListEntry[];
  readonly weights: Weights;
  readonly shelters: readonly { readonly id: string; readonly codeName: string }[];
  readonly turnAways: readonly TurnAwayRow[];
}

/** Everybody who waits, in one order, each with the reasons for it. */
@Injectable()
export class WaitingLists {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<WaitingList> {
    return this.transactions.run(actor, async (tx) => ({
      ...(await readWaitingEntries(tx)),
      shelters: (await sheltersToAsk(tx)).filter(({ id }) => mayAllocate(actor, id)),
      turnAways: await latestTurnAways(tx),
    }));
  }
}

export async function readWaitingEntries(
  tx: Tx,
): Promise<{ line: WaitingListEntry[]; weights: Weights }> {
  const requests = await listRequests(tx);
  const weights = await waitingWeights(tx);
  const offers = await offersOf(
    tx,
    requests.map(({ id }) => id),
  );
  const houses = (await listHouseReceptions(tx)).filter(({ id }) => mayAllocate(tx.actor, id));
  const settings = settingsOf((await rulesInForce(tx)).rules);
  const known = new Map(requests.map((request) => [request.id, request]));
  const standings = rankWaitingRequests(
    requests.map(({ people, ...request }) => ({
      ...request,
      ages: people.map(({ ageLow }) => ageLow),
    })),
    weights,
  );
  const line = standings.map((standing) => {
    const request = known.get(standing.id)!;
    const own = offers.filter(({ requestId }) => requestId === standing.id);
    return {
      ...standing,
      request,
      receivedHere: houses.some(({ receives }) => mayReceive(request, receives, settings)),
      // A hold that was given up takes its offer with it.
      offer: own.find(({ answer }) => answer === null && request.heldUntil !== null) ?? null,
      before: own.filter(({ answer }) => answer === 'declined' || answer === 'lapsed'),
    };
  });
  return { line, weights };
}
