/** Each line before and after a revision, and transfers against the donor's limit, as coordinates of an SVG; not money. */
import type { AmountComparison, TransferVerdict } from './revision.rules';

const place = (value: number, most: number): number =>
  Math.round(Math.min(1, Math.max(0, value / most)) * 1000) / 10;

export interface ChangeBar {
  readonly before: number;
  readonly after: number;
}

/** Each pair against the largest amount of all that is compared. */
export function changeBars(rows: readonly AmountComparison[]): ChangeBar[] {
  const most = Math.max(1, ...rows.flatMap(({ before, after }) => [Number(before), Number(after)]));
  return rows.map(({ before, after }) => ({
    before: place(Number(before), most),
    after: place(Number(after), most),
  }));
}

export interface Gauge {
  readonly usedEnd: number;
  readonly addedEnd: number;
  readonly warningAt: number;
  readonly limitAt: number;
}

/** The line stands at four fifths, unless more than that has moved. */
export function gaugeOf({ cumulated, limit, warning }: TransferVerdict, adds: string): Gauge {
  const most = Math.max(1, Number(limit) * 1.25, Number(cumulated));
  return {
    usedEnd: place(Number(cumulated) - Number(adds), most),
    addedEnd: place(Number(cumulated), most),
    warningAt: place(Number(warning), most),
    limitAt: place(Number(limit), most),
  };
}
