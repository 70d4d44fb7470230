/** Whose numbers are not told inside the programme: those of so few people that they would tell of somebody. */

/** So few people are not counted apart, and no cost of one of them is told. */
export const FEW = 5;

/** Null, to be said as "fewer than five", where the number would tell of somebody; nobody is nobody. */
export const told = (people: number): number | null =>
  people === 0 || people >= FEW ? people : null;

/**
 * Which parts of a whole are told: not those of few people, nor, where that is one part alone, the smallest
 * other one, or the whole would give it away. Nobody in a part gives nothing away.
 */
export function partsTold(parts: readonly { readonly people: number }[]): boolean[] {
  const shown = parts.map(({ people }) => told(people) !== null);
  if (shown.filter((one) => !one).length !== 1) return shown;
  const others = parts
    .map(({ people }, at) => ({ people, at }))
    .filter(({ people, at }) => shown[at] && people > 0);
  const smallest = others.sort((a, b) => a.people - b.people)[0];
  return shown.map((one, at) => one && at !== smallest?.at);
}
