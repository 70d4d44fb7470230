/** Over all beds that are refused: which changes would make beds fit, and how many, the smallest change first. */
import type { BedCandidate } from './candidates.service';

export interface NearestChange {
  /** In words: "Would fit if the room were …". */
  readonly change: string;
  /** Beds for which it is the smallest change. */
  readonly count: number;
}

const MOST_CHANGES = 3;

export function nearestChanges(
  beds: readonly Pick<BedCandidate, 'verdict' | 'whatIfs'>[],
): NearestChange[] {
  const found = new Map<string, { size: number; count: number }>();
  for (const { verdict, whatIfs } of beds) {
    const smallest = whatIfs[0];
    if (verdict !== 'no' || !smallest) continue;
    const { size = smallest.flips.length, count = 0 } = found.get(smallest.text) ?? {};
    found.set(smallest.text, { size, count: count + 1 });
  }
  return [...found]
    .sort(([, a], [, b]) => a.size - b.size || b.count - a.count)
    .slice(0, MOST_CHANGES)
    .map(([change, { count }]) => ({ change, count }));
}
