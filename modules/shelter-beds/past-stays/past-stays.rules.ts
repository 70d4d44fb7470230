/** What makes a stay of before Mawa impossible in itself, and which rows of one file have nights in common. */
import { addDays, type CivilDate, daysBetween } from '../../platform/shared/nights.rules';

/** Older dates are slips of the year. */
const FIRST_DAY = '2000-01-01';
const MOST_NIGHTS = 3_650;

/** The code of what is wrong with the two days, and the field that says it; null where nothing is. */
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
  /** Whoever or whatever can be in one place at a time: a person or a bed. */
  readonly key: string;
  readonly arrivedOn: CivilDate;
  readonly leftOn: CivilDate;
}

/** Each row whose nights another row of the same key has already, and that row: the one that begins first stands. */
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
