import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { sheltersToAsk } from '../requests/requests.queries';
import { settingsOf } from '../placing/age.rules';
import { rulesInForce } from '../placing/rule-sets.queries';
import { mayAllocate } from '../placing/may-allocate.rules';
import type { Weights } from './priority.rules';
import { rankedRequests, type RankedRequest } from './ranked-requests.queries';
import { latestTurnAways, type TurnAwayRow } from './turn-aways.service';
import { mayReceive } from './received.rules';
import { listHouseReceptions, offersOf, type OfferRow } from './waiting.queries';

export interface WaitingListEntry extends RankedRequest {
  /** Whether a house in which the reader places people receives all of them, as far as that is known. */
  readonly receivedHere: boolean;
  /** The offer that is out, if there is one. */
  readonly offer: OfferRow | null;
  /** Earlier offers without success, latest first. */
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
  const { ranked, weights } = await rankedRequests(tx);
  const offers = await offersOf(
    tx,
    ranked.map(({ id }) => id),
  );
  const houses = (await listHouseReceptions(tx)).filter(({ id }) => mayAllocate(tx.actor, id));
  const settings = settingsOf((await rulesInForce(tx)).rules);
  const line = ranked.map((standing) => {
    const { request } = standing;
    const own = offers.filter(({ requestId }) => requestId === standing.id);
    return {
      ...standing,
      receivedHere: houses.some(({ receives }) => mayReceive(request, receives, settings)),
      // A hold that was given up takes its offer with it.
      offer: own.find(({ answer }) => answer === null && request.heldUntil !== null) ?? null,
      before: own.filter(({ answer }) => answer === 'declined' || answer === 'lapsed'),
    };
  });
  return { line, weights };
}
