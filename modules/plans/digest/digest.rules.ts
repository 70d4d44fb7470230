/** When the day's mail is due: at the hour chosen, on the days chosen, never in quiet hours. */
import { weekday, type CivilDate } from '../../platform/shared/nights.rules';
import type { TaskCounts } from '../task.queries';

/** Minutes after midnight in the programme's time; Monday is 1, Sunday 7. */
export interface DigestChoice {
  readonly wanted: boolean;
  readonly at: number;
  readonly weekdays: readonly number[];
  readonly quietFrom: number;
  readonly quietUntil: number;
}

export interface Moment {
  readonly day: CivilDate;
  /** Minutes after midnight. */
  readonly minute: number;
}

/** From is quiet, until is not; over midnight where from is the later one; equal is never. */
export const isQuiet = (
  { quietFrom, quietUntil }: Pick<DigestChoice, 'quietFrom' | 'quietUntil'>,
  minute: number,
): boolean =>
  quietFrom <= quietUntil
    ? minute >= quietFrom && minute < quietUntil
    : minute >= quietFrom || minute < quietUntil;

/** Late is better than never on the same day, but not once the evening is quiet. */
export const isDue = (choice: DigestChoice, { day, minute }: Moment): boolean =>
  choice.wanted &&
  choice.weekdays.includes(weekday(day) === 0 ? 7 : weekday(day)) &&
  minute >= choice.at &&
  !isQuiet(choice, minute);

/** Only overdue tasks and those of today are a reason for a mail. */
export const hasDueTasks = ({ overdue, today }: TaskCounts): boolean => overdue + today > 0;

/** "07:30" as minutes; null where it is no time of a day. */
export function minuteOf(time: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

export const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
