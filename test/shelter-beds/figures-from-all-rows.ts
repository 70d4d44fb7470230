/**
 * The figures of houses worked out from every stay ever and night by night, as they were before anything was kept:
 * what the bounded questions and the kept counts must equal.
 */
import type { Client } from 'pg';
import type { HouseFigures } from '../../modules/shelter-figures';
import {
  type BedFact,
  destinationsOf,
  entriesOf,
  leaversOf,
  lengthsOfLeavers,
  lengthsOfPresent,
  returnsOf,
  type StayFact,
  staysOf,
  turnoverOf,
  vacancyOf,
} from '../../modules/shelter-figures/house.rules';

const NIGHTS = `
  WITH closed AS MATERIALIZED (SELECT night FROM closed_nights WHERE night >= $1::date AND night < $2::date),
  used AS (
    SELECT k.shelter_id, count(DISTINCT (bp.case_id, c.night)) AS nights
      FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
      JOIN closed c ON c.night >= lower(bp.nights) AND (upper(bp.nights) IS NULL OR c.night < upper(bp.nights))
     WHERE bp.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM nights_away a WHERE a.booking_id = k.id AND a.night = c.night)
     GROUP BY 1
  ), blocked AS (
    SELECT k.id, k.bed_id, k.shelter_id, c.night FROM bookings k JOIN closed c ON k.nights @> c.night
     WHERE k.state = 'blocked' OR (k.state = 'ended' AND k.checked_in_at IS NULL)
  ), in_service AS (
    SELECT b.id, b.shelter_id, b.room_id, c.night FROM beds b JOIN closed c ON b.in_service @> c.night
  ), usable AS (
    SELECT shelter_id, count(DISTINCT (room_id, night)) AS nights FROM in_service i
     WHERE NOT EXISTS (SELECT 1 FROM blocked o WHERE o.bed_id = i.id AND o.night = i.night) GROUP BY 1
  ), taken AS (
    SELECT b.shelter_id, count(DISTINCT (b.room_id, c.night)) AS nights
      FROM bookings k JOIN beds b ON b.id = k.bed_id JOIN closed c ON k.nights @> c.night
     WHERE k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL GROUP BY 1
  )
  SELECT s.id, coalesce((SELECT nights FROM used u WHERE u.shelter_id = s.id), 0)::int AS used,
         ((SELECT count(*) FROM in_service i WHERE i.shelter_id = s.id) - (SELECT count(*) FROM blocked o WHERE o.shelter_id = s.id))::int AS available,
         coalesce((SELECT nights FROM taken t WHERE t.shelter_id = s.id), 0)::int AS "unitsUsed",
         coalesce((SELECT nights FROM usable v WHERE v.shelter_id = s.id), 0)::int AS units
    FROM shelters s`;
const SLEPT = `
  SELECT dense_rank() OVER (ORDER BY coalesce(bp.person_id, bp.case_id))::int AS person,
         k.shelter_id AS "shelterId", k.bed_id AS "bedId", lower(bp.nights)::text AS "from",
         CASE WHEN bp.state = 'ended' THEN upper(bp.nights)::text END AS until,
         CASE WHEN bp.state = 'ended' THEN coalesce(e.destination, k.outcome) END AS destination
    FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
    LEFT JOIN stay_exits e ON e.booking_id = k.id AND e.undone_at IS NULL
   WHERE bp.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL AND lower(bp.nights) < $1::date`;
const INVENTORY = `
  SELECT b.id AS "bedId", b.shelter_id AS "shelterId",
         coalesce((SELECT jsonb_agg(jsonb_build_object('from', lower(k.nights), 'until', upper(k.nights)))
            FROM bookings k WHERE k.bed_id = b.id
             AND (k.state = 'blocked' OR (k.state = 'ended' AND k.checked_in_at IS NULL))), '[]') AS blocked
    FROM beds b`;

interface CountedNights {
  readonly id: string;
  readonly used: number;
  readonly available: number;
  readonly unitsUsed: number;
  readonly units: number;
}

export interface Scope {
  readonly from: string;
  readonly until: string;
  readonly tonight: string;
  /** Null: all. */
  readonly houses: ReadonlySet<string> | null;
}

/** Of each house, and of all of them together under `total`. */
export async function figuresFromAllRows(
  admin: Client,
  { from, until, tonight, houses }: Scope,
): Promise<ReadonlyMap<string, HouseFigures>> {
  const isHere = (id: string) => houses === null || houses.has(id);
  const nights = (await admin.query<CountedNights>(NIGHTS, [from, until])).rows.filter(({ id }) =>
    isHere(id),
  );
  const all = (await admin.query<StayFact>(SLEPT, [until])).rows;
  const beds = (await admin.query<BedFact>(INVENTORY)).rows;
  const { rows: closed } = await admin.query<{ nights: number }>(
    'SELECT count(*)::int AS nights FROM closed_nights WHERE night >= $1::date AND night < $2::date',
    [from, until],
  );
  const end = until < tonight ? until : tonight;
  const counted = { from, until: end > from ? end : from };
  const entries = entriesOf(staysOf(all));
  const rate = (used: number, available: number) => (available > 0 ? used / available : null);
  const sum = (key: 'used' | 'available' | 'unitsUsed' | 'units', of: readonly CountedNights[]) =>
    of.reduce((so, one) => so + one[key], 0);
  const figures = (of: readonly CountedNights[]): HouseFigures => {
    const among = new Set(of.map(({ id }) => id));
    const slept = all.filter(({ shelterId }) => among.has(shelterId));
    const stays = staysOf(slept);
    const leavers = leaversOf(stays, counted);
    const bedNights = { used: sum('used', of), available: sum('available', of) };
    const unitNights = { used: sum('unitsUsed', of), available: sum('units', of) };
    return {
      bedNights,
      bedOccupancy: rate(bedNights.used, bedNights.available),
      unitNights,
      unitOccupancy: rate(unitNights.used, unitNights.available),
      leavers: lengthsOfLeavers(stays, counted),
      present: lengthsOfPresent(stays, counted.until),
      turnover: turnoverOf(leavers.length, bedNights.available, closed[0]!.nights),
      vacancy: vacancyOf(
        beds.filter(({ shelterId }) => among.has(shelterId)),
        slept,
        counted,
      ),
      destinations: destinationsOf(leavers),
      returns: [6, 12, 24].map((months) => returnsOf(stays, entries, counted, months)),
    };
  };
  return new Map([
    ...nights.map((one) => [one.id, figures([one])] as const),
    ['total', figures(nights)],
  ]);
}
