/** Maps errors of our own rules to the column of the file. */
import type { PersonTable } from '../htcds-record.types';
import { QUESTION_OF } from './to-facts.rules';

const COLUMNS: Readonly<Record<string, string>> = {
  'names.given': 'prs_FirstName',
  'names.family': 'prs_SecondName',
  birthDate: 'prs_Birthdate',
  sex: 'prs_Gender',
  nationality: 'prs_Citizenship',
  languages: 'prs_PrimaryLanguage',
  phone: 'prs_MobilePhone',
  story: 'cco_CaseComment',
  ageBegan: 'vic_AgeWhenTrafficked',
  ...Object.fromEntries(
    Object.entries(QUESTION_OF).map(([column, question]) => [`answers.${question}`, column]),
  ),
};

export function errorCellOf(field: string): { table: PersonTable; column: string | null } {
  if (field.startsWith('documents')) return { table: 'prs', column: 'prs_IdentityNumber' };
  if (/^(recruitment|transit|exploitation)\b/.test(field)) {
    return { table: 'hte', column: field.endsWith('town') ? 'hte_City' : 'hte_Country' };
  }
  const column = COLUMNS[field] ?? null;
  return { table: (column?.slice(0, 3) ?? 'prs') as PersonTable, column };
}
