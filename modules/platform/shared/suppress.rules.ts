/** Suppresses small numbers of a table of one row and its total, and one more where the total would disclose them. */
export interface Part {
  readonly key: string;
  readonly count: number;
}
export interface ShownPart {
  readonly key: string;
  /** Null: hidden, fewer than the threshold or needed so that no other can be worked out. */
  readonly count: number | null;
}

/** A total below the threshold hides all; nought is a small number too. */
export function suppress(
  parts: readonly Part[],
  threshold: number,
): { total: number | null; parts: ShownPart[] } {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  if (total < threshold) {
    return { total: null, parts: parts.map(({ key }) => ({ key, count: null })) };
  }
  const hidden = new Set(parts.filter(({ count }) => count < threshold).map(({ key }) => key));
  const sum = () => parts.reduce((so, { key, count }) => so + (hidden.has(key) ? count : 0), 0);
  // One alone is the total less the others; noughts beside it hide nothing.
  while (hidden.size > 0 && (hidden.size < 2 || sum() < threshold)) {
    const next = parts
      .filter(({ key }) => !hidden.has(key))
      .sort((a, b) => a.count - b.count || a.key.localeCompare(b.key))[0];
    if (!next) break;
    hidden.add(next.key);
  }
  return {
    total,
    parts: parts.map(({ key, count }) => ({ key, count: hidden.has(key) ? null : count })),
  };
}

/** How many of how many; hidden where either those in time or those late are few but some. */
export function share(
  inTime: number,
  all: number,
  threshold: number,
): { inTime: number; all: number } | null {
  const few = (count: number) => count > 0 && count < threshold;
  return all < threshold || few(inTime) || few(all - inTime) ? null : { inTime, all };
}
