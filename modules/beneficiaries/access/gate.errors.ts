/** Errors of the SQL functions that change case access. */
import { constraintTranslator } from '../../platform/database/constraint-errors';
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import type { People } from '../people.service';

/** Sentences for what the functions of the gate refuse. */
export const translateGateErrors = constraintTranslator({
  case_keeps_a_holder: ['conflict', 'case-access.last_holder'],
  case_named_a_manager: ['conflict', 'case-access.name_a_manager'],
  case_access_not_blocked: ['conflict', 'case-access.colleague_blocked'],
  case_access_beyond_own: ['conflict', 'case-access.beyond_own'],
  case_access_held_already: ['conflict', 'case-access.held_without_end'],
  case_restrictions_once: ['conflict', 'case-access.restricted_already'],
  case_restrictions_lifted_by_two: ['forbidden', 'case-access.second_person'],
  break_glass_by_another: ['forbidden', 'case-access.review_by_another'],
  '42501': ['forbidden', 'people.not_yours_to_hand_on'],
});

/** How many rows a function of the gate changed. */
export async function callGate(tx: Tx, call: string, params: unknown[]): Promise<number> {
  const [row] = await translateGateErrors(() =>
    tx.query<{ n: number }>(`SELECT ${call} AS n`, params),
  );
  return row?.n ?? 0;
}

/** Requires an actor who answers for this case; a reader of the case is refused, others get "not found". */
export async function mustAnswerFor(tx: Tx, people: People, caseId: string): Promise<void> {
  await people.find(tx, caseId);
  const [row] = await tx.query<{ holds: boolean }>('SELECT mawa_holds_fully($1) AS holds', [
    caseId,
  ]);
  if (!row?.holds) throw new DomainError('forbidden', 'people.not_yours_to_hand_on');
}
