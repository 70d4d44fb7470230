import { DomainError } from './domain.errors';
import { isCivilDate, type CivilDate } from './nights.rules';

/** Refuses what is no day of the calendar. */
export function mustBeDay(day: CivilDate, field: string): void {
  if (!isCivilDate(day)) throw new DomainError('invalid', 'common.not_date', {}, field);
}

/** Makes a check that a day exists and is not in the future; `code` is the error for a future day. */
export const pastDayCheck =
  (code: string) =>
  ({ today }: { readonly today: CivilDate }, day: CivilDate, field = 'on'): void => {
    mustBeDay(day, field);
    if (day > today) throw new DomainError('invalid', code, {}, field);
  };
