/**
 * Every table that keeps something about a person: whether the person is given it, what erasing does with it and what
 * joining two files does with it. The table `person_tables` has the same rows; `erase_rows_of_person` reads them there.
 */
import type { TableRows } from '../insert-rows';
import type { Erasure, PersonTable, WithheldTable } from './description';
import { FOLLOWING_TABLES } from './following';
import { GIVEN_TABLES } from './given';
import { PROJECT_TABLES } from './through-a-project';
import { WITHHELD_TABLES } from './withheld';

export type { Erasure, PersonTable, WithheldTable } from './description';
export { FOLLOWING_TABLES, GIVEN_TABLES, PROJECT_TABLES, WITHHELD_TABLES };

interface DescribedTable extends PersonTable {
  readonly name: string;
  readonly given: 'given' | 'following' | 'project' | 'withheld';
  readonly why?: string;
}

const described = (
  given: DescribedTable['given'],
  tables: Readonly<Record<string, PersonTable & Partial<WithheldTable>>>,
): DescribedTable[] => Object.entries(tables).map(([name, table]) => ({ ...table, name, given }));

const throughAProject = (tables: Readonly<Record<string, PersonTable>>) =>
  Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [
      name,
      { columns: ['project_id'], through: 'project_people', ...table },
    ]),
  );

export const PERSON_TABLES: readonly DescribedTable[] = [
  ...described('given', GIVEN_TABLES),
  ...described('following', FOLLOWING_TABLES),
  ...described('project', throughAProject(PROJECT_TABLES)),
  ...described('withheld', WITHHELD_TABLES),
];

function erasureColumns(erasure: Erasure) {
  if (typeof erasure === 'string') return { erasure, blanked: null, erased_by: null };
  if ('by' in erasure) return { erasure: 'function', blanked: null, erased_by: erasure.by };
  const blanked = {
    ...Object.fromEntries((erasure.blank ?? []).map((column) => [column, null])),
    ...erasure.replace,
  };
  return { erasure: 'blank', blanked, erased_by: null };
}

export const PERSON_TABLE_ROWS: TableRows = [
  'person_tables',
  PERSON_TABLES.map((table, place) => ({
    place,
    name: table.name,
    columns: table.columns ?? ['case_id'],
    through: table.through ?? null,
    given: table.given,
    withheld_why: table.why ?? null,
    ...erasureColumns(table.erasure),
    codes: table.codes ?? [],
    sealed: table.sealed ?? [],
    digests: table.digests ?? [],
    numbers: table.numbers ?? [],
    closed: table.closed ?? false,
    joined: table.joined ?? false,
  })),
];
