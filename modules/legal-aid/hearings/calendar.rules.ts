/** The month as weeks of days, Monday first. */
import { addDays, type CivilDate, weekday } from '../../platform/shared/nights.rules';
import { monthAfter } from '../../platform/shared/periods.rules';

export const monthOf = (day: CivilDate): string => day.slice(0, 7);

export interface CalendarDay {
  readonly day: CivilDate;
  readonly inMonth: boolean;
}

/** From the Monday on or before the first to the Sunday on or after the last. */
export function weeksOf(month: string): CalendarDay[][] {
  const first = `${month}-01`;
  const after = `${monthAfter(month, 1)}-01`;
  let day = addDays(first, -((weekday(first) + 6) % 7));
  const weeks: CalendarDay[][] = [];
  while (day < after) {
    const begin = day;
    weeks.push(
      Array.from({ length: 7 }, (_, ahead) => {
        const one = addDays(begin, ahead);
        return { day: one, inMonth: monthOf(one) === month };
      }),
    );
    day = addDays(day, 7);
  }
  return weeks;
}
