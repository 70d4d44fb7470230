/** Contents of the whole file of a person, from the description of all tables about people. */
import type { RecordKind } from '../../access';
import type { Tx } from '../../platform/database/transactions';
import {
  FOLLOWING_TABLES,
  GIVEN_TABLES,
  PERSON_TABLES,
  PROJECT_TABLES,
} from '../../../migrations/data/person-tables';

type GivenTable = keyof typeof GIVEN_TABLES;
type FollowingTable = keyof typeof FOLLOWING_TABLES;
type ProjectTable = keyof typeof PROJECT_TABLES;

const namesOf = <T extends string>(tables: Readonly<Record<T, unknown>>): readonly T[] =>
  Object.keys(tables) as T[];

/** In the order of the file. */
export const DISCLOSED_TABLES = namesOf<GivenTable>(GIVEN_TABLES);
/** Part of a record above, and of the person through it. */
export const DEPENDENT_TABLES = namesOf<FollowingTable>(FOLLOWING_TABLES);
/** Tables of projects that the person takes part in. */
export const PROJECT_TABLE_NAMES = namesOf<ProjectTable>(PROJECT_TABLES);

/** The column that leads to the person's file, or to a project of theirs. */
const KEY_COLUMNS = new Map(
  PERSON_TABLES.map(({ name, columns }) => [name, columns?.[0] ?? 'case_id']),
);

/** Tables whose texts lie under a key of their record: which kind, and which column names it. */
export const RECORD_KEY_TABLES: Readonly<
  Record<string, { readonly kind: RecordKind; readonly column: string }>
> = {
  referral_steps: { kind: 'referral', column: 'referral_id' },
  ...Object.fromEntries(
    PROJECT_TABLE_NAMES.map((table) => [
      table,
      { kind: 'project', column: KEY_COLUMNS.get(table)! },
    ]),
  ),
};

export interface TableCount {
  readonly table: string;
  readonly count: number;
}

export type Row = Readonly<Record<string, unknown>>;

/** The rows of a table about this person, in all files of theirs, as far as the actor may see them. */
export const rowsOf = (
  tx: Tx,
  table: GivenTable | FollowingTable | ProjectTable,
  files: readonly string[],
): Promise<Row[]> => tx.query<Row>(`SELECT * FROM ${table} t WHERE ${ofPerson(table)}`, [files]);

const ofPerson = (table: string): string =>
  table in PROJECT_TABLES
    ? `t.${KEY_COLUMNS.get(table)} IN (SELECT p.project_id FROM project_people p WHERE p.case_id = ANY ($1))`
    : `t.${KEY_COLUMNS.get(table)} = ANY ($1)`;

/** Tables whose rows stay, as numbers, when the person is erased. */
export const REMAINING_TABLES = PERSON_TABLES.filter(
  ({ name, given, erasure }) =>
    given === 'given' && name !== 'cases' && erasure !== 'delete' && erasure !== 'cascade',
).map(({ name }) => name);

/** How many rows would stay, by table; tables of which none would stay are left out. */
export async function countRows(tx: Tx, files: readonly string[]): Promise<TableCount[]> {
  const [row] = await tx.query<Record<string, number>>(
    `SELECT ${REMAINING_TABLES.map((table) => `(SELECT count(*)::int FROM ${table} WHERE case_id = ANY ($1)) AS ${table}`).join(', ')}`,
    [files],
  );
  return REMAINING_TABLES.map((table) => ({ table, count: row![table]! })).filter(
    ({ count }) => count > 0,
  );
}
