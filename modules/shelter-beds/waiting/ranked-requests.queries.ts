/** Open requests in the one order of the waiting list, wherever they are listed. */
import type { Tx } from '../../platform/database/transactions';
import { openRequests, type RequestRow } from '../requests/requests.queries';
import { rankWaitingRequests, type WaitingRank, type Weights } from './priority.rules';
import { waitingWeights } from './waiting.queries';

export interface RankedRequest extends WaitingRank {
  readonly request: RequestRow;
}

export async function rankedRequests(
  tx: Tx,
): Promise<{ ranked: RankedRequest[]; weights: Weights }> {
  const requests = await openRequests(tx);
  const weights = await waitingWeights(tx);
  const known = new Map(requests.map((request) => [request.id, request]));
  const ranks = rankWaitingRequests(
    requests.map(({ people, ...request }) => ({
      ...request,
      ages: people.map(({ ageLow }) => ageLow),
    })),
    weights,
  );
  return { ranked: ranks.map((rank) => ({ ...rank, request: known.get(rank.id)! })), weights };
}

export const requestsByRank = async (tx: Tx): Promise<RequestRow[]> =>
  (await rankedRequests(tx)).ranked.map(({ request }) => request);
