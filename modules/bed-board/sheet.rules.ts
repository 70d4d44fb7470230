/** The nights of a printed board: seven from a day on, or a calendar month; and a bed's row as cells that do not overlap. */
import { addDays, daysBetween, type CivilDate } from '../platform/shared/nights.rules';

export const SPANS = ['week', 'month'] as const;
export type SheetSpan = (typeof SPANS)[number];

export interface SheetNights {
  readonly from: CivilDate;
  readonly nights: number;
  /** Where the sheets before and after begin. */
  readonly before: CivilDate;
  readonly after: CivilDate;
}

const WEEK = 7;
const firstOfMonth = (day: CivilDate): CivilDate => `${day.slice(0, 8)}01`;

export function nightsOfSheet(span: SheetSpan, day: CivilDate): SheetNights {
  if (span === 'week') {
    return { from: day, nights: WEEK, before: addDays(day, -WEEK), after: addDays(day, WEEK) };
  }
  const from = firstOfMonth(day);
  const after = firstOfMonth(addDays(from, 31));
  return { from, nights: daysBetween(from, after), before: firstOfMonth(addDays(from, -1)), after };
}

interface ColumnRange {
  /** Counted from 1. */
  readonly startColumn: number;
  readonly span: number;
}
export interface SheetCell<Bar, Gap> {
  readonly span: number;
  /** Several if bookings overlap on one night, such as an overdue stay and an expected arrival. */
  readonly bars: readonly Bar[];
  readonly gap: Gap | null;
}

/** Every night in one cell: what lies there, what is free, and nothing where the bed is not in service. */
export function cellsOfRow<Bar extends ColumnRange, Gap extends ColumnRange>(
  bars: readonly Bar[],
  gaps: readonly Gap[],
  nights: number,
): SheetCell<Bar, Gap>[] {
  const starts = new Set([1]);
  for (const { startColumn, span } of [...bars, ...gaps]) {
    starts.add(startColumn);
    if (startColumn + span <= nights) starts.add(startColumn + span);
  }
  const lies = ({ startColumn, span }: ColumnRange, column: number) =>
    startColumn <= column && column < startColumn + span;
  const columns = [...starts].sort((a, b) => a - b);
  return columns.map((column, place) => ({
    span: (columns[place + 1] ?? nights + 1) - column,
    bars: bars.filter((bar) => lies(bar, column)),
    gap: gaps.find((gap) => lies(gap, column)) ?? null,
  }));
}
