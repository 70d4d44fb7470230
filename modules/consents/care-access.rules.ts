/** Consents and shares belong to a person's care: who sees the person but not that part is refused with a sentence. */
import { allowedParts, type People } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';

export async function mustSeeCare(tx: Tx, people: People, caseId: string): Promise<void> {
  await people.find(tx, caseId);
  if ((await allowedParts(tx, caseId, ['care'])).length === 0) {
    throw new DomainError('forbidden', 'people.part_not_yours');
  }
}
