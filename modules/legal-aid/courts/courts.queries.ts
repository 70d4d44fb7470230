/** Courts and the days on which they are closed; they hold nobody. */
import type { Tx } from '../../platform/database/transactions';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';

export const COURT_KINDS = [
  'first_instance',
  'appeal',
  'cassation',
  'family',
  'administrative',
  'commercial',
  'social',
  'other',
] as const;
export type CourtKind = (typeof COURT_KINDS)[number];

export interface Court {
  readonly id: string;
  readonly kind: CourtKind;
  readonly fr: string;
  readonly ar: string;
  readonly en: string;
  readonly city: string;
  readonly region: string;
  readonly office: string | null;
  readonly officePhone: string | null;
  readonly officeHours: string | null;
  readonly active: boolean;
  readonly revision: number;
}

export const courtsIn = (tx: Tx, id: string | null = null): Promise<Court[]> =>
  tx.query<Court>(
    `SELECT id, kind, fr, ar, en, city, region, office, office_phone AS "officePhone", office_hours AS "officeHours", active, revision
       FROM courts WHERE $1::uuid IS NULL OR id = $1 ORDER BY active DESC, city, kind, fr, id`,
    [id],
  );

export interface ClosedDay {
  readonly id: string;
  readonly courtId: string | null;
  readonly day: CivilDate;
  readonly yearly: boolean;
  readonly fr: string;
  readonly ar: string;
  readonly en: string;
}

const CLOSED_DAYS = `SELECT id, court_id AS "courtId", day::text AS day, yearly, fr, ar, en FROM court_closed_days
  WHERE removed_at IS NULL`;

export const closedDaysIn = (tx: Tx): Promise<ClosedDay[]> =>
  tx.query<ClosedDay>(
    `${CLOSED_DAYS} AND (yearly OR day >= mawa_day(mawa_now()) - 31)
      ORDER BY yearly, CASE WHEN yearly THEN to_char(day, 'MM-DD') ELSE day::text END, id`,
  );

export async function closedDayIn(tx: Tx, id: string): Promise<ClosedDay> {
  const [day] = await tx.query<ClosedDay>(`${CLOSED_DAYS} AND id = $1`, [id]);
  if (!day) throw notFound();
  return day;
}

/** Whether this very day is noted for this court, or for all where it is null. */
export async function isClosedIn(tx: Tx, courtId: string | null, day: CivilDate): Promise<boolean> {
  const found = await tx.query(
    `${CLOSED_DAYS} AND court_id IS NOT DISTINCT FROM $1::uuid AND day = $2`,
    [courtId, day],
  );
  return found.length > 0;
}

export async function mustBeOpenCourt(tx: Tx, courtId: string): Promise<void> {
  const found = await tx.query('SELECT 1 FROM courts WHERE id = $1 AND active', [courtId]);
  if (found.length === 0) throw new DomainError('invalid', 'legal.unknown_court', {}, 'courtId');
}

/** The last day before this one on which this court sits; the day before where it does not for a month. */
export async function lastCourtDayBefore(
  tx: Tx,
  courtId: string,
  day: CivilDate,
): Promise<CivilDate> {
  const [row] = await tx.query<{ day: CivilDate }>(
    `SELECT coalesce(max(d.day) FILTER (WHERE NOT court_weekend(d.day) AND court_closure($1, d.day) IS NULL), $2::date - 1)::text AS day
       FROM (SELECT $2::date - n AS day FROM generate_series(1, 31) n) d`,
    [courtId, day],
  );
  return row!.day;
}

/** Why courts, or this one, do not sit on a day, by name; null where they do. */
export async function closureOn(
  tx: Tx,
  courtId: string,
  day: CivilDate,
): Promise<'weekend' | ClosedDay | null> {
  const [row] = await tx.query<ClosedDay & { weekend: boolean }>(
    `SELECT court_weekend($2) AS weekend, d.id, d.court_id AS "courtId", d.day::text AS day, d.yearly, d.fr, d.ar, d.en
       FROM (SELECT 1) one LEFT JOIN court_closed_days d ON d.id = court_closure($1, $2)`,
    [courtId, day],
  );
  if (row?.weekend) return 'weekend';
  return row?.id ? row : null;
}
