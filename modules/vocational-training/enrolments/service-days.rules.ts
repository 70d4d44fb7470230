import type { CivilDate } from '../../platform/shared/nights.rules';

/** The days of a session that are still to come, from one day to another, both counted. */
export const serviceDays = (
  days: readonly CivilDate[],
  { from, until }: { readonly from?: CivilDate; readonly until?: CivilDate },
  today: CivilDate,
): CivilDate[] =>
  days.filter(
    (day) =>
      day > today && (from === undefined || day >= from) && (until === undefined || day <= until),
  );
