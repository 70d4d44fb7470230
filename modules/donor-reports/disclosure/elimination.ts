/** What a reader can work out from the totals that are shown: exactly, and within bounds. */
import type { Line } from './suppression';

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

const EPSILON = 1e-9;

/** Each line as coefficients of what is hidden: total - parts = known. */
function equations(lines: readonly Line[], hidden: ReadonlySet<string>): Map<string, number>[] {
  const rows: Map<string, number>[] = [];
  for (const line of lines) {
    const row = new Map<string, number>();
    if (hidden.has(line.total)) row.set(line.total, 1);
    for (const part of line.parts) if (hidden.has(part)) row.set(part, (row.get(part) ?? 0) - 1);
    if (row.size > 0) rows.push(row);
  }
  return rows;
}

/** Gauss and Jordan: a row with one unknown left gives that unknown away. */
export function determined(lines: readonly Line[], hidden: ReadonlySet<string>): Set<string> {
  const rows = equations(lines, hidden);
  const rowsWith = new Map<string, Set<Map<string, number>>>();
  const join = (id: string, row: Map<string, number>) => {
    const with_it = rowsWith.get(id);
    if (with_it) with_it.add(row);
    else rowsWith.set(id, new Set([row]));
  };
  for (const row of rows) for (const id of row.keys()) join(id, row);
  const subtract = (row: Map<string, number>, pivot: Map<string, number>, factor: number): void => {
    for (const [id, coefficient] of pivot) {
      const left = (row.get(id) ?? 0) - factor * coefficient;
      if (Math.abs(left) < EPSILON) {
        row.delete(id);
        rowsWith.get(id)!.delete(row);
      } else {
        row.set(id, left);
        join(id, row);
      }
    }
  };
  const used = new Set<Map<string, number>>();
  for (const id of hidden) {
    const those = [...(rowsWith.get(id) ?? [])];
    const pivot = smallest(those.filter((row) => !used.has(row)));
    if (!pivot) continue;
    used.add(pivot);
    const scale = pivot.get(id)!;
    for (const [key, coefficient] of pivot) pivot.set(key, coefficient / scale);
    for (const row of those) if (row !== pivot) subtract(row, pivot, row.get(id)!);
  }
  return new Set(rows.filter((row) => row.size === 1).map((row) => [...row.keys()][0]!));
}

/** Of equations that would serve alike, the one that costs the others least. */
const smallest = (rows: readonly Map<string, number>[]): Map<string, number> | undefined =>
  rows.reduce<Map<string, number> | undefined>(
    (best, row) => (best && best.size <= row.size ? best : row),
    undefined,
  );

/** Bounds of every hidden figure after the lines have been used until nothing moves. */
export function narrowed(
  lines: readonly Line[],
  hidden: ReadonlySet<string>,
  valueOf: (id: string) => number,
  start: (id: string) => Bounds,
): Map<string, Bounds> {
  const bounds = new Map([...hidden].map((id) => [id, start(id)]));
  const of = (id: string): Bounds => bounds.get(id) ?? { low: valueOf(id), high: valueOf(id) };
  const meet = (id: string, low: number, high: number): boolean => {
    const now = bounds.get(id);
    if (!now || (low <= now.low + EPSILON && high >= now.high - EPSILON)) return false;
    bounds.set(id, { low: Math.max(low, now.low), high: Math.min(high, now.high) });
    return true;
  };
  const concerned = lines.filter((line) =>
    [line.total, ...line.parts].some((id) => hidden.has(id)),
  );
  for (let round = 0, moved = true; moved && round < 200; round += 1) {
    moved = false;
    for (const { total, parts } of concerned) {
      const low = new Sum();
      const high = new Sum();
      const count = (bounds: Bounds, sign: 1 | -1) => {
        low.add(bounds.low, sign);
        high.add(bounds.high, sign);
      };
      for (const id of parts) count(of(id), 1);
      moved = meet(total, low.value, high.value) || moved;
      for (const part of parts) {
        // The bounds of the others; then this part's own, as they are now.
        count(of(part), -1);
        moved = meet(part, of(total).low - high.value, of(total).high - low.value) || moved;
        count(of(part), 1);
      }
    }
  }
  return bounds;
}

/** A sum from which what was added can be taken again, infinite as it may be. */
class Sum {
  private finite = 0;
  private infinite = 0;
  private sign = 1;

  add(value: number, times: 1 | -1): void {
    if (Number.isFinite(value)) this.finite += times * value;
    else {
      this.infinite += times;
      this.sign = Math.sign(value);
    }
  }

  get value(): number {
    return this.infinite > 0 ? this.sign * Infinity : this.finite;
  }
}
