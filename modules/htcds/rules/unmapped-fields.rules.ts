/** Fields of a file that are stored verbatim because Mawa has no equivalent. */
import { type HtcdsRecord, PERSON_TABLES } from '../htcds-record.types';
import { QUESTION_OF, goalOf } from './to-facts.rules';
import { hasMoreThanLocation } from './locations.rules';

export interface UnmappedField {
  readonly field: string;
  readonly count: number;
}

const MAPPED_FIELDS: ReadonlySet<string> = new Set([
  'prs_FirstName',
  'prs_SecondName',
  'prs_Birthdate',
  'prs_Gender',
  'prs_Citizenship',
  'prs_PrimaryLanguage',
  'prs_SecondaryLanguage',
  'prs_IdentityNumber',
  'prs_MobilePhone',
  ...Object.keys(QUESTION_OF),
  'vic_AgeWhenTrafficked',
  'vic_TraffickingStatus',
  'cas_Status',
  'vic_LocationOfRecruitment',
  'vic_LocationOfExploitation',
]);

/** By field, in the order of the standard; how often it is filled in. */
export function unmappedFields(records: readonly HtcdsRecord[]): UnmappedField[] {
  const counts = new Map<string, number>();
  for (const { rows } of records) {
    for (const table of PERSON_TABLES) {
      rows[table].forEach((cells, at) => {
        if (table === 'cco' && at === 0) return;
        if (table === 'hte' && !hasMoreThanLocation(cells)) return;
        if (table === 'spl' && goalOf(cells) !== null) return;
        for (const field of Object.keys(cells)) {
          if (!MAPPED_FIELDS.has(field)) counts.set(field, (counts.get(field) ?? 0) + 1);
        }
      });
    }
  }
  return [...counts].map(([field, count]) => ({ field, count }));
}
