/** Nights as ranges, which a person reads at a glance. */
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';

export interface NightRange {
  readonly first: CivilDate;
  readonly last: CivilDate;
  readonly count: number;
}

/** Nights in ascending order, as ranges without a gap. */
export function rangesOf(nights: readonly CivilDate[]): NightRange[] {
  const ranges: NightRange[] = [];
  for (const night of nights) {
    const range = ranges.at(-1);
    if (range && addDays(range.last, 1) === night) {
      ranges[ranges.length - 1] = { ...range, last: night, count: range.count + 1 };
    } else ranges.push({ first: night, last: night, count: 1 });
  }
  return ranges;
}
