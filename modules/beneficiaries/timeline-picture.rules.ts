/** Timeline chart: one line per kind of event, stages as bars, from the first day to today. */
import { type CivilDate, daysBetween } from '../platform/shared/nights.rules';

export interface TimelineEvent<K extends string = string> {
  readonly kind: K;
  readonly day: CivilDate;
}
export interface StageSpan {
  readonly stage: string;
  readonly from: CivilDate;
  /** Null: still. */
  readonly until: CivilDate | null;
}

export interface TimelineMark {
  /** Percent of the way from the first day to today. */
  readonly at: number;
  /** Number of events drawn as one mark. */
  readonly count: number;
  readonly from: CivilDate;
  readonly until: CivilDate;
}
export interface TimelinePicture<K extends string = string> {
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly ticks: readonly { readonly at: number; readonly day: CivilDate }[];
  readonly stages: readonly {
    readonly stage: string;
    readonly at: number;
    readonly width: number;
    readonly from: CivilDate;
    readonly until: CivilDate | null;
  }[];
  readonly lanes: readonly {
    readonly kind: K;
    readonly count: number;
    readonly marks: TimelineMark[];
  }[];
}

/** Nearer than this, in percent, two signs would lie on each other: they become one with a number. */
const NEAR = 2.5;
const MOST_TICKS = 7;

/** Null if all events are on one day. */
export function timelinePicture<K extends string>(
  happenings: readonly TimelineEvent<K>[],
  stages: readonly StageSpan[],
  today: CivilDate,
): TimelinePicture<K> | null {
  const days = [...happenings.map(({ day }) => day), ...stages.map(({ from }) => from)].sort();
  const from = days[0];
  const until = [today, days.at(-1) ?? today].sort().at(-1)!;
  if (from === undefined || from >= until) return null;
  const length = daysBetween(from, until);
  const at = (day: CivilDate): number => round((100 * daysBetween(from, day)) / length);
  const kinds = [...new Set(happenings.map(({ kind }) => kind))];
  return {
    from,
    until,
    ticks: monthsOf(from, until).map((day) => ({ day, at: at(day) })),
    stages: stages.map((span) => {
      const end = span.until ?? until;
      return { ...span, at: at(span.from), width: round(at(end) - at(span.from)) };
    }),
    lanes: kinds.map((kind) => {
      const own = happenings.filter((one) => one.kind === kind).map(({ day }) => day);
      return { kind, count: own.length, marks: together(own.sort(), at) };
    }),
  };
}

function together(days: readonly CivilDate[], at: (day: CivilDate) => number): TimelineMark[] {
  const marks: TimelineMark[] = [];
  for (const day of days) {
    const last = marks.at(-1);
    if (last && at(day) - at(last.from) < NEAR) {
      marks[marks.length - 1] = {
        from: last.from,
        until: day,
        count: last.count + 1,
        at: round((at(last.from) + at(day)) / 2),
      };
    } else marks.push({ at: at(day), count: 1, from: day, until: day });
  }
  return marks;
}

/** First days of months within the time; every second, third, sixth or twelfth where it is long. */
function monthsOf(from: CivilDate, until: CivilDate): CivilDate[] {
  const months: CivilDate[] = [];
  let [year, month] = from.split('-').map(Number) as [number, number];
  for (;;) {
    const day = `${year}-${String(month).padStart(2, '0')}-01`;
    if (day > until) break;
    if (day >= from) months.push(day);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  const step = [1, 2, 3, 6, 12, 24, 60].find((size) => months.length / size <= MOST_TICKS) ?? 120;
  return months.filter(
    (day) => (Number(day.slice(5, 7)) - 1 + 12 * Number(day.slice(0, 4))) % step === 0,
  );
}

const round = (value: number): number => Math.round(value * 100) / 100;
