/** A plan stores no people: its beds are in the order of the people of the request by id. */
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import { compareText } from '../placing/candidate.rules';
import type { GroupParty } from './group.types';
import type { PartyRow } from './group-plans.queries';

/** The beds of the plan in the order of the party's members; null where it has none. */
export function bedsInOrder({ party }: GroupParty, { beds }: PartyRow): string[] | null {
  if (beds.length !== party.members.length) return null;
  const byId = party.members
    .map(({ caseId }, index) => ({ caseId, index }))
    .sort((a, b) => compareText(a.caseId, b.caseId));
  const inOrder = Array<string>(beds.length);
  for (const [place, { index }] of byId.entries()) inOrder[index] = beds[place]!.bedId;
  return inOrder;
}

export async function memberOrder(
  tx: Tx,
  { requestId, beds }: PartyRow,
): Promise<{ caseId: string; bedId: string }[]> {
  const people = await tx.query<{ caseId: string }>(
    'SELECT case_id AS "caseId" FROM request_people WHERE request_id = $1 ORDER BY case_id',
    [requestId],
  );
  if (people.length !== beds.length) throw new DomainError('conflict', 'groups.not_all_waiting');
  return people.map(({ caseId }, index) => ({ caseId, bedId: beds[index]!.bedId }));
}
