/** The day on which a report is due. */
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import type { Due } from './report-definition.types';

/** `until` is the first day after the period: days count from its last one; a day of the year is the first one after it. */
export function dueOn(until: CivilDate, due: Due): CivilDate {
  if ('days' in due) return addDays(until, due.days - 1);
  const year = Number(until.slice(0, 4));
  const same = `${year}-${due.day}`;
  return same >= until ? same : `${year + 1}-${due.day}`;
}
