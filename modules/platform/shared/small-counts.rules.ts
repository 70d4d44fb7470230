/** Suppression of small counts inside the programme: counts of so few people would identify somebody. */

/** Counts below this are suppressed, and so is a cost per person among them. */
export const SMALL_COUNT_THRESHOLD = 5;

/** Null, shown as "fewer than five", where the number would disclose somebody; zero is shown. */
export const suppressSmallCount = (people: number): number | null =>
  people === 0 || people >= SMALL_COUNT_THRESHOLD ? people : null;

/**
 * Which parts of a whole may be shown: not those of few people, nor, where that is one part alone, the smallest
 * other one, or the whole would give it away. Nobody in a part gives nothing away.
 */
export function complementarySuppression(parts: readonly { readonly people: number }[]): boolean[] {
  const shown = parts.map(({ people }) => suppressSmallCount(people) !== null);
  if (shown.filter((one) => !one).length !== 1) return shown;
  const others = parts
    .map(({ people }, at) => ({ people, at }))
    .filter(({ people, at }) => shown[at] && people > 0);
  const smallest = others.sort((a, b) => a.people - b.people)[0];
  return shown.map((one, at) => one && at !== smallest?.at);
}
