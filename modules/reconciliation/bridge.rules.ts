/** From our total to the agency's: what makes the difference, and whether all of it has a reason. */
import { sumOf, toCent, written } from '../grant-budgeting';
import type { Reason } from './open-items.queries';

export interface Part {
  readonly part: 'open_ours' | 'open_theirs' | 'match';
  readonly reason: Reason | null;
  readonly items: number;
  /** Difference: programme ledger minus agency ledger. */
  readonly amount: string;
}

export interface Bridge {
  readonly ours: string;
  readonly theirs: string;
  readonly parts: readonly Part[];
  /** Sum of all parts with a reason. */
  readonly explained: string;
  readonly unexplained: string;
  /** Items without a reason, even where they cancel each other out. */
  readonly unexplainedItems: number;
}

export interface BridgeRow {
  readonly part: 'ours' | 'theirs' | Part['part'];
  readonly reason: Reason | null;
  readonly items: number | null;
  readonly amount: string;
}

const ORDER = ['open_ours', 'open_theirs', 'match'];

export function bridgeOf(rows: readonly BridgeRow[]): Bridge {
  const totalOf = (side: 'ours' | 'theirs') =>
    written(rows.find(({ part }) => part === side)?.amount ?? '0');
  const parts = rows
    .flatMap((row) =>
      row.part === 'ours' || row.part === 'theirs'
        ? []
        : [{ ...row, part: row.part, items: Number(row.items), amount: written(row.amount) }],
    )
    .sort(
      (a, b) =>
        Number(a.reason === null) - Number(b.reason === null) ||
        ORDER.indexOf(a.part) - ORDER.indexOf(b.part) ||
        (a.reason ?? '').localeCompare(b.reason ?? ''),
    );
  const [ours, theirs] = [totalOf('ours'), totalOf('theirs')];
  const explained = sumOf(parts.filter(({ reason }) => reason).map(({ amount }) => amount));
  return {
    ours,
    theirs,
    parts,
    explained: written(explained),
    unexplained: written(toCent(ours).minus(theirs).minus(explained)),
    unexplainedItems: parts
      .filter(({ reason }) => reason === null)
      .reduce((sum, { items }) => sum + items, 0),
  };
}
