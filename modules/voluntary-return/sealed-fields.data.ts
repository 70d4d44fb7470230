/** Where each sealed text of a track stands: moved to another row or table it does not open. */
import type { SealedFieldAddress } from '../access';

const columnOf =
  (table: string, column: string) =>
  (row: string): SealedFieldAddress => ({ table, column, row });
const noteOf = (table: string) => columnOf(table, 'note');

export const sealedAddressOf = {
  step: noteOf('return_steps'),
  counselling: noteOf('return_counselling'),
  decision: noteOf('return_decisions'),
  family: noteOf('return_family'),
  risk: noteOf('return_risks'),
  riskDecision: noteOf('return_risk_decisions'),
  documentStep: noteOf('return_document_steps'),
  fitness: noteOf('return_fitness'),
  journey: noteOf('return_journeys'),
  arrival: noteOf('return_arrivals'),
  followUp: noteOf('return_follow_ups'),
  survey: columnOf('return_surveys', 'answers'),
  outcome: noteOf('return_outcomes'),
  planItem: noteOf('return_plan_items'),
  planEnd: noteOf('return_plan_ends'),
  planAgreement: noteOf('return_plan_agreements'),
  instalment: noteOf('return_instalments'),
  instalmentStep: noteOf('return_instalment_steps'),
};
