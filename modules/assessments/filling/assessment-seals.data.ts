/** Additional authenticated data of sealed texts: a value moved to another row cannot be decrypted. */
const place = (table: string, column: string) => (row: string) => ({ table, column, row });

export const assessmentSealAddress = {
  answers: place('assessment_answers', 'answers'),
  state: place('assessment_states', 'note'),
  decision: place('assessment_decisions', 'note'),
} as const;
