import { DomainError } from './domain.errors';
import { isCivilDate, type CivilDate } from './nights.rules';

/** Refuses what is no day of the calendar. */
export function mustBeDay(day: CivilDate, field: string): void {
  if (!isCivilDate(day)) throw new DomainError('invalid', 'common.not_date', {}, field);
}

/** A check that a day exists and has come; `code` names the sentence for one that has not. */
export const pastDayCheck =
  (code: string) =>
  ({ today }: { readonly today: CivilDate }, day: CivilDate, field = 'on'): void => {
    mustBeDay(day, field);
    if (day > today) throw new DomainError('invalid', code, {}, field);
  };
