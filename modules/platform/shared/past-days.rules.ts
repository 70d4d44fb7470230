/** Checks of imported past records: impossible dates, and duplicate rows of one file. */
import { type CivilDate, daysBetween } from './nights.rules';

/** Older dates are slips of the year. */
const FIRST_DAY = '2000-01-01';
const MOST_DAYS = 3_650;

export interface PastDays {
  readonly from: CivilDate;
  /** The last day; of what has one day the same. */
  readonly last: CivilDate;
}

/** Error code for the dates and the field it belongs to; null if they are valid. */
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
  /** Key of something that can exist once at a time: the person with kind and provider. */
  readonly key: string;
}

/** Rows that overlap an earlier row of the same key, each with that row; the row that begins first is kept. */
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
