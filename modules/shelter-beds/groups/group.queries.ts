/** The facts of several requests at once: each as its own placement would read them, and who is kept apart. */
import { DomainError } from '../../platform/shared/domain.errors';
import type { Tx } from '../../platform/database/transactions';
import { overlaps } from '../../platform/shared/nights.rules';
import { assemblePlacement } from '../placing/placing-assembly.rules';
import { mayAllocate } from '../placing/may-allocate.rules';
import { readPlacingFacts } from '../placing/placing.queries';
import type { Group, GroupParty } from './group.types';

/** Requests that are no longer open, or not to be seen, are left out. */
export async function readGroup(
  tx: Tx,
  requestIds: readonly string[],
  progress: (done: number) => Promise<void> = async () => {},
): Promise<Group> {
  const parties: GroupParty[] = [];
  for (const [index, requestId] of requestIds.entries()) {
    const facts = await readOpen(tx, requestId);
    if (!facts) continue;
    const { party, beds, settings } = assemblePlacement(facts);
    const free = beds.filter(
      ({ shelterId, bookings }) =>
        mayAllocate(tx.actor, shelterId) &&
        !bookings.some(({ nights }) => overlaps(nights, party.nights)),
    );
    parties.push({ requestId, party, beds: free, settings });
    await progress(index + 1);
  }
  return { parties, apart: await readApart(tx, parties) };
}

async function readOpen(tx: Tx, requestId: string) {
  try {
    const facts = await readPlacingFacts(tx, requestId, null);
    return facts.request.state === 'open' ? facts : null;
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'not_found') return null;
    throw error;
  }
}

async function readApart(tx: Tx, parties: readonly GroupParty[]): Promise<Group['apart']> {
  const partyOf = new Map(
    parties.flatMap(({ party }, index) =>
      party.members.map(({ caseId }): [string, number] => [caseId, index]),
    ),
  );
  const pairs = await tx.query<{ one: string; other: string }>('SELECT * FROM blind_apart($1)', [
    [...partyOf.keys()],
  ]);
  return pairs
    .map(({ one, other }): [number, number] => [partyOf.get(one)!, partyOf.get(other)!])
    .filter(([a, b]) => a !== b);
}

export const freeBeds = ({ parties }: Group): number =>
  new Set(parties.flatMap(({ beds }) => beds.map(({ bedId }) => bedId))).size;
