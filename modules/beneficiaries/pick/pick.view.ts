/** People to choose from, as a list beside a field shows them. */
import { listChoices } from '../../reference-lists';
import type { Language } from '../../platform/shared/actor';
import type { PickablePerson } from './pick-people.service';
import type { PickableRow } from './pick.queries';

export interface PickChoice {
  readonly caseNumber: string;
  readonly name: string | null;
  readonly stage: string;
  readonly closed: boolean;
}

export function pickChoices(
  people: readonly (PickableRow & Partial<Pick<PickablePerson, 'name'>>)[],
  language: Language,
): PickChoice[] {
  const stages = new Map(
    listChoices('stages', language).map(({ value, label }) => [value as string, label]),
  );
  return people.map(({ caseNumber, name = null, stage }) => ({
    caseNumber,
    name,
    stage: stages.get(stage) ?? stage,
    closed: stage === 'closed',
  }));
}
