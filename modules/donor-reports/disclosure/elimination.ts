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

function subtract(row: Map<string, number>, pivot: Map<string, number>, factor: number): void {
  for (const [id, coefficient] of pivot) {
    const left = (row.get(id) ?? 0) - factor * coefficient;
    if (Math.abs(left) < EPSILON) row.delete(id);
    else row.set(id, left);
  }
}

/** Gauss and Jordan: a row with one unknown left gives that unknown away. */
export function determined(lines: readonly Line[], hidden: ReadonlySet<string>): Set<string> {
  const rows = equations(lines, hidden);
  const used = new Set<Map<string, number>>();
  for (const id of hidden) {
    const pivot = rows.find((row) => !used.has(row) && row.has(id));
    if (!pivot) continue;
    used.add(pivot);
    const scale = pivot.get(id)!;
    for (const [key, coefficient] of pivot) pivot.set(key, coefficient / scale);
    for (const row of rows) if (row !== pivot && row.has(id)) subtract(row, pivot, row.get(id)!);
  }
  return new Set(rows.filter((row) => row.size === 1).map((row) => [...row.keys()][0]!));
}

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
      const low = parts.reduce((sum, id) => sum + of(id).low, 0);
      const high = parts.reduce((sum, id) => sum + of(id).high, 0);
      moved = meet(total, low, high) || moved;
      for (const part of parts) {
        const others = parts.filter((id) => id !== part);
        const rest = others.reduce((sum, id) => sum + of(id).low, 0);
        const most = others.reduce((sum, id) => sum + of(id).high, 0);
        moved = meet(part, of(total).low - most, of(total).high - rest) || moved;
      }
    }
  }
  return bounds;
}
