/** Lays the nights of bookings on the columns of the bed board. */
import { addDays, daysBetween, type CivilDate, type Nights } from '../platform/shared/nights.rules';

export interface Bar<T> {
  readonly booking: T;
  /** Counted from 0, the first night shown. */
  readonly startColumn: number;
  readonly span: number;
  /** No planned exit: the bar fades. */
  readonly openEnd: boolean;
  /** A planned exit within the board: the bar ends in a notch. */
  readonly notch: boolean;
  /** Begins before the first night shown, or ends after the last. */
  readonly cutStart: boolean;
  readonly cutEnd: boolean;
}

/** Bars in the order of their nights; what does not touch the board is left out. */
export function layBars<T extends { readonly nights: Nights }>(
  bookings: readonly T[],
  firstNight: CivilDate,
  columns: number,
): Bar<T>[] {
  const bars: Bar<T>[] = [];
  for (const booking of bookings) {
    const { from, until } = booking.nights;
    const start = daysBetween(firstNight, from);
    const end = until === null ? Infinity : daysBetween(firstNight, until);
    const startColumn = Math.max(0, start);
    const span = Math.min(columns, end) - startColumn;
    if (span <= 0) continue;
    bars.push({
      booking,
      startColumn,
      span,
      openEnd: until === null,
      notch: until !== null && end <= columns,
      cutStart: start < 0,
      cutEnd: end > columns,
    });
  }
  return bars.sort((a, b) => a.startColumn - b.startColumn);
}

export const columnsOf = (firstNight: CivilDate, columns: number): CivilDate[] =>
  Array.from({ length: columns }, (_none, column) => addDays(firstNight, column));

/** The stretches of a bed's row on which nothing lies: where a press begins a placing. */
export function gapsBetween(
  bars: readonly Pick<Bar<unknown>, 'startColumn' | 'span'>[],
  columns: number,
): { startColumn: number; span: number }[] {
  const gaps: { startColumn: number; span: number }[] = [];
  let next = 0;
  for (const { startColumn, span } of bars) {
    if (startColumn > next) gaps.push({ startColumn: next, span: startColumn - next });
    next = Math.max(next, startColumn + span);
  }
  if (next < columns) gaps.push({ startColumn: next, span: columns - next });
  return gaps;
}
