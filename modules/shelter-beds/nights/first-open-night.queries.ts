import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

/** The first night of a period that is not closed, or null. */
export async function firstOpenNight(
  tx: Tx,
  from: CivilDate,
  until: CivilDate,
): Promise<CivilDate | null> {
  const [open] = await tx.query<{ night: CivilDate | null }>(
    `SELECT min(day)::date::text AS night FROM generate_series($1::date, $2::date - 1, interval '1 day') day
      WHERE NOT EXISTS (SELECT 1 FROM closed_nights n WHERE n.night = day::date)`,
    [from, until],
  );
  return open?.night ?? null;
}
