import type { ResidentRow } from './residents.queries';
import { presenceOf, tallyOf, type Presence, type Tally } from './roll.rules';

export interface ResidentGroups<Row> {
  readonly people: readonly (Row & { readonly presence: Presence | null })[];
  readonly expected: readonly (Row & { readonly presence: Presence | null })[];
  /** Number of beds of people whom the reader may not see. */
  readonly others: number;
  readonly tally: Tally;
}

/** The rows of one house as its roll counts them. */
export function groupResidents<Row extends ResidentRow>(rows: readonly Row[]): ResidentGroups<Row> {
  const all = rows.map((row) => ({
    ...row,
    presence: presenceOf({
      called: row.called,
      calledAt: row.calledAt,
      onLeave: row.leaveId !== null || row.away === 'leave',
      missing: row.missingId !== null || row.away === 'missing',
      outAt: row.outAt,
    }),
  }));
  const seen = all.filter(({ caseId }) => caseId !== null);
  const people = seen.filter(({ arrived }) => arrived);
  return {
    people,
    expected: seen.filter(({ arrived }) => !arrived),
    others: all.length - seen.length,
    tally: tallyOf(people),
  };
}
