/** What makes a record of before Mawa impossible in itself, and which rows of one file say the same twice. */
import { type CivilDate, daysBetween } from './nights.rules';

/** Older dates are slips of the year. */
const FIRST_DAY = '2000-01-01';
const MOST_DAYS = 3_650;

export interface PastDays {
  readonly from: CivilDate;
  /** The last day; of what has one day the same. */
  readonly last: CivilDate;
}

/** The code of what is wrong with the days, and the field that says it; null where nothing is. */
export function impossibleDays(
  { from, last }: PastDays,
  today: CivilDate,
): { code: string; field: 'from' | 'until' } | null {
  const until = from === last ? 'from' : 'until';
  if (from < FIRST_DAY) return { code: 'past.too_early', field: 'from' };
  if (from > today) return { code: 'past.in_future', field: 'from' };
  if (last > today) return { code: 'past.in_future', field: until };
  if (last < from) return { code: 'past.ends_before', field: 'until' };
  if (daysBetween(from, last) > MOST_DAYS) return { code: 'past.too_long', field: 'until' };
  return null;
}

export interface RowDays extends PastDays {
  readonly row: number;
  /** What can be once at a time: the person with what and whom. */
  readonly key: string;
}

/** Each row whose days another row of the same key has already, and that row: the one that begins first stands. */
export function sameTwice(all: readonly RowDays[]): { row: number; first: number }[] {
  const sorted = [...all].sort(
    (a, b) => a.key.localeCompare(b.key) || a.from.localeCompare(b.from) || a.row - b.row,
  );
  const found: { row: number; first: number }[] = [];
  let longest: RowDays | null = null;
  for (const one of sorted) {
    const isSame: boolean = longest?.key === one.key;
    if (isSame && one.from <= longest!.last) found.push({ row: one.row, first: longest!.row });
    if (!isSame || one.last > longest!.last) longest = one;
  }
  return found;
}
