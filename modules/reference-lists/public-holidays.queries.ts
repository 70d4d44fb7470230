import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { Labels } from './data/coded-list.types';

export type PublicHolidays = ReadonlyMap<CivilDate, Labels>;

/** Public holidays by day, both ends counted: the days on which all courts are closed. */
export async function publicHolidaysIn(
  tx: Tx,
  from: CivilDate,
  until: CivilDate,
): Promise<PublicHolidays> {
  const rows = await tx.query<Labels & { day: CivilDate }>(
    'SELECT day::text AS day, fr, ar, en FROM public_holidays($1, $2)',
    [from, until],
  );
  return new Map(rows.map(({ day, ...labels }) => [day, labels]));
}
