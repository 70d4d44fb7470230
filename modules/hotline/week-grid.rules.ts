/** Calls by hour and weekday, in steps wide enough that no single call is disclosed. */
export interface HourCount {
  /** 1 Monday … 7 Sunday, as ISO 8601 counts them. */
  readonly weekday: number;
  readonly hour: number;
  readonly calls: number;
}
export interface Cell {
  readonly hour: number;
  /** 0: none or few; 1 to 4: busier and busier. */
  readonly step: number;
}
export interface Row {
  readonly weekday: number;
  readonly cells: readonly Cell[];
}

export const FEW = 5;

/**
 * Fewer than five are one step, none included. Above, four steps of the same width up to the busiest hour,
 * so that the picture shows when to have somebody there, in a quiet programme as in a busy one.
 */
export function grid(counts: readonly HourCount[]): { rows: Row[]; bounds: number[] } {
  const most = Math.max(FEW + 3, ...counts.map(({ calls }) => calls));
  const width = (most - FEW + 1) / 4;
  const bounds = [0, 1, 2, 3].map((step) => Math.ceil(FEW + step * width));
  const stepOf = (calls: number) => bounds.filter((from) => calls >= from).length;
  const rows = Array.from({ length: 7 }, (_day, index) => ({
    weekday: index + 1,
    cells: Array.from({ length: 24 }, (_hour, hour) => ({
      hour,
      step: stepOf(
        counts.find((one) => one.weekday === index + 1 && one.hour === hour)?.calls ?? 0,
      ),
    })),
  }));
  return { rows, bounds };
}

/** The busiest hour of all, where it is more than few. */
export function busiest(counts: readonly HourCount[]): HourCount | null {
  const [first] = counts.toSorted(
    (a, b) => b.calls - a.calls || a.weekday - b.weekday || a.hour - b.hour,
  );
  return first && first.calls >= FEW ? first : null;
}
