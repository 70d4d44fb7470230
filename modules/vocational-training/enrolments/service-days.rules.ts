import type { CivilDate } from '../../platform/shared/nights.rules';

/** Future days of a session between two days (inclusive). */
export const serviceDays = (
  days: readonly CivilDate[],
  { from, until }: { readonly from?: CivilDate; readonly until?: CivilDate },
  today: CivilDate,
): CivilDate[] =>
  days.filter(
    (day) =>
      day > today && (from === undefined || day >= from) && (until === undefined || day <= until),
  );
