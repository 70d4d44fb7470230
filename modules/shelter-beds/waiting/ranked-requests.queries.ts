/** Open requests in the one order of the waiting list: of the list itself, of the board and of the first page. */
import type { Tx } from '../../platform/database/transactions';
import { listRequests, type RequestRow } from '../requests/requests.queries';
import { rankWaitingRequests, type WaitingRank, type Weights } from './priority.rules';
import { waitingWeights } from './waiting.queries';

export interface RankedRequest extends WaitingRank {
  readonly request: RequestRow;
}

export async function rankedRequests(
  tx: Tx,
): Promise<{ ranked: RankedRequest[]; weights: Weights }> {
  const requests = await listRequests(tx);
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
