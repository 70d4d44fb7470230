import type { OpeningRow } from '../grants/grant-definition.types';
import { sumOf, written } from '../money.rules';

/** Rows by line and month, what the donor had sent last, and what each makes. */
export function openingModel(rows: readonly OpeningRow[]) {
  const spent = rows.filter(({ line }) => line !== null);
  const received = rows.filter(({ line }) => line === null);
  const total = (of: readonly OpeningRow[]) => written(sumOf(of.map(({ amount }) => amount)));
  return {
    opened: [...inOrder(spent), ...inOrder(received)].map(({ month, ...row }) => ({
      ...row,
      monthText: month.slice(0, 7),
    })),
    spentTotal: total(spent),
    receivedTotal: total(received),
  };
}

const inOrder = (rows: readonly OpeningRow[]): OpeningRow[] =>
  rows.toSorted((a, b) => `${a.line}/${a.month}`.localeCompare(`${b.line}/${b.month}`));
