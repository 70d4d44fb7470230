/** Where each sealed text of an assessment stands: moved to another row it does not open. */
const place = (table: string, column: string) => (row: string) => ({ table, column, row });

export const assessmentSealAddress = {
  answers: place('assessment_answers', 'answers'),
  state: place('assessment_states', 'note'),
  decision: place('assessment_decisions', 'note'),
} as const;
