/** Who has a case and who had it, from the rows of its access. */
export interface AccessRow {
  readonly id: string;
  readonly kind: 'user' | 'team' | 'organisation' | 'shelter';
  readonly principalId: string;
  readonly name: string | null;
  readonly reason: string;
  readonly parts: readonly string[];
  readonly sourceId: string | null;
  readonly from: Date;
  readonly until: Date | null;
  readonly givenBy: string | null;
  readonly named: boolean;
}

export interface ListedAccess extends Omit<AccessRow, 'id' | 'principalId' | 'name'> {
  readonly id: string;
  readonly principalId: string | null;
  readonly name: string | null;
  /** Number of shelters to which one request was addressed; 1 for other entries. */
  readonly count: number;
  readonly open: boolean;
}

const isOpen = ({ from, until }: AccessRow, now: Date): boolean =>
  from <= now && (until === null || until > now);

/** One request is announced to every house at once: it is one line, not one for each. */
function together(rows: readonly AccessRow[], now: Date): ListedAccess[] {
  const listed = new Map<string, ListedAccess>();
  for (const row of rows) {
    const open = isOpen(row, now);
    const announced = row.reason === 'request';
    const key = announced ? `${row.sourceId} ${open}` : row.id;
    const before = listed.get(key);
    listed.set(
      key,
      before
        ? { ...before, count: before.count + 1 }
        : {
            ...row,
            principalId: announced ? null : row.principalId,
            name: announced ? null : row.name,
            count: 1,
            open,
          },
    );
  }
  return [...listed.values()];
}

const FULL = ['registered', 'assigned'];
const rank = ({ reason }: ListedAccess): number => (FULL.includes(reason) ? 0 : 1);
/**
 * Order of case holders with full access: by start, and at the same instant the account that registered the case first.
 */
const byHolding = (a: ListedAccess, b: ListedAccess): number =>
  rank(a) - rank(b) ||
  a.from.getTime() - b.from.getTime() ||
  FULL.indexOf(a.reason) - FULL.indexOf(b.reason);

export function accessNowAndBefore(
  rows: readonly AccessRow[],
  now: Date,
): { now: ListedAccess[]; before: ListedAccess[] } {
  const all = together(rows, now);
  return {
    now: all.filter(({ open }) => open).sort(byHolding),
    before: all
      .filter(({ open }) => !open)
      .sort((a, b) => (b.until?.getTime() ?? 0) - (a.until?.getTime() ?? 0)),
  };
}
