import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

/** As far back as nights are closed: ten years. */
export const NIGHTS_BACK = 3660;

/** The first night on which a shelter had a bed in service: none before it is open. Null where there is no bed. */
export async function firstNightKept(tx: Tx): Promise<CivilDate | null> {
  const [row] = await tx.query<{ night: CivilDate }>(
    `SELECT greatest(min(lower(in_service)), mawa_tonight() - $1::int)::text AS night FROM beds HAVING count(*) > 0`,
    [NIGHTS_BACK],
  );
  return row?.night ?? null;
}

export interface OpenNights {
  readonly first: CivilDate;
  readonly count: number;
}

/** The nights of a period that wait to be closed, or null: those on which no shelter had a bed yet do not. */
export async function openNightsWithin(
  tx: Tx,
  from: CivilDate,
  until: CivilDate,
): Promise<OpenNights | null> {
  const begin = await firstNightKept(tx);
  if (begin === null) return null;
  const [open] = await tx.query<{ first: CivilDate | null; count: number }>(
    `SELECT min(day)::date::text AS first, count(*)::int AS count
       FROM generate_series(greatest($1::date, $3::date), $2::date - 1, interval '1 day') day
      WHERE NOT EXISTS (SELECT 1 FROM closed_nights n WHERE n.night = day::date)`,
    [from, until, begin],
  );
  const { first, count } = open!;
  return first === null ? null : { first, count };
}

/** The first night of a period that waits to be closed, or null. */
export const firstOpenNight = async (
  tx: Tx,
  from: CivilDate,
  until: CivilDate,
): Promise<CivilDate | null> => (await openNightsWithin(tx, from, until))?.first ?? null;
