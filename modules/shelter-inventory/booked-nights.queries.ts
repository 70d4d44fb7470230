import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import { formatDate } from '../platform/web/format';

export interface BookedNights {
  readonly first: CivilDate;
  /** The first morning after all of them; null where somebody has no day of leaving. */
  readonly last: CivilDate | null;
}

/** From when until when these beds are taken or promised, from a night on; nobody is named. */
export async function findBookedNights(
  tx: Tx,
  beds: readonly string[],
  from: CivilDate,
): Promise<BookedNights | null> {
  const [row] = await tx.query<{ first: CivilDate | null; last: CivilDate | null }>(
    `SELECT min(first)::text AS first, CASE WHEN bool_and(last IS NOT NULL) THEN max(last)::text END AS last
       FROM beds_booked($1, $2)`,
    [beds, from],
  );
  return row?.first ? { first: row.first, last: row.last } : null;
}

export const bookedNightsWords = ({ first, last }: BookedNights, language: Language) => ({
  first: formatDate(first, language),
  last: last === null ? '' : formatDate(addDays(last, -1), language),
});
