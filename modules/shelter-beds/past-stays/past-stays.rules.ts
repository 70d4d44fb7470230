/** Checks of past stays: impossible dates, and rows of one file with overlapping nights. */
import { addDays, type CivilDate, daysBetween } from '../../platform/shared/nights.rules';

/** Older dates are slips of the year. */
const FIRST_DAY = '2000-01-01';
const MOST_NIGHTS = 3_650;

/** Error code for the two days and the field it belongs to; null if they are valid. */
export function impossibleNights(
  { arrivedOn, leftOn }: { arrivedOn: CivilDate; leftOn: CivilDate },
  today: CivilDate,
): { code: string; field: 'arrivedOn' | 'leftOn' } | null {
  if (arrivedOn < FIRST_DAY) return { code: 'stays.past_too_early', field: 'arrivedOn' };
  if (leftOn > today) return { code: 'stays.past_in_future', field: 'leftOn' };
  if (leftOn < addDays(arrivedOn, 1)) return { code: 'stays.past_no_night', field: 'leftOn' };
  if (daysBetween(arrivedOn, leftOn) > MOST_NIGHTS)
    return { code: 'stays.past_too_long', field: 'leftOn' };
  return null;
}

export interface RowNights {
  readonly row: number;
  /** Key of a person or a bed, which can be in one stay at a time. */
  readonly key: string;
  readonly arrivedOn: CivilDate;
  readonly leftOn: CivilDate;
}

/** Rows that overlap an earlier row of the same key, each with that row; the row that begins first is kept. */
export function overlappingRows(all: readonly RowNights[]): { row: number; first: number }[] {
  const sorted = [...all].sort(
    (a, b) => a.key.localeCompare(b.key) || a.arrivedOn.localeCompare(b.arrivedOn) || a.row - b.row,
  );
  const found: { row: number; first: number }[] = [];
  let longest: RowNights | null = null;
  for (const stay of sorted) {
    const isSame: boolean = longest?.key === stay.key;
    if (isSame && stay.arrivedOn < longest!.leftOn)
      found.push({ row: stay.row, first: longest!.row });
    if (!isSame || stay.leftOn > longest!.leftOn) longest = stay;
  }
  return found;
}
