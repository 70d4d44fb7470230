/**
 * The bookings that the figures of a period need, in three questions. None of them reads a stay that ended
 * long before: what is read grows with the period, not with the length of history.
 */
import type { Tx } from '../../platform/database/transactions';
import type { ShelterFilter, Period } from '../nights/occupancy.figures';
import { type BedFact, RETURN_MONTHS, type StayFact } from './house.rules';

export type StayFactRow = StayFact & { readonly edition: number | null };

const PERSON = 'coalesce(bp.person_id, bp.case_id)';
/** As the index booking_people_by_person_and_end has it. */
const ENDS_ON = (people: string) => `coalesce(upper(${people}.nights), 'infinity'::date)`;
const CAME = `k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL`;
const HOUSES = (place: number) => `($${place}::uuid[] IS NULL OR s.id = ANY ($${place}::uuid[]))`;

/** A stay past its planned exit goes on until somebody says that it ended. */
const FACTS = `k.shelter_id AS "shelterId", k.bed_id AS "bedId", lower(k.nights)::text AS "from",
         CASE WHEN k.state = 'ended' THEN upper(k.nights)::text END AS until`;

const housesOf = (houses: ShelterFilter): string[] | null => (houses === null ? null : [...houses]);

/** Those of somebody who was there within the period or left in it, and those before that lead to them without a gap. */
export const staysWithin = (
  tx: Tx,
  { from, until }: Period,
  houses: ShelterFilter,
): Promise<StayFactRow[]> => tx.query(STAYS, [from, until, housesOf(houses)]);

const STAYS = `
  WITH RECURSIVE within AS (
    SELECT k.id FROM shelters s
      JOIN bookings k ON k.shelter_id = s.id AND k.nights && daterange($1::date - 1, $2::date)
     WHERE ${HOUSES(3)} AND ${CAME}
     UNION
    SELECT k.id FROM shelters s JOIN bookings k ON k.shelter_id = s.id
     WHERE ${HOUSES(3)} AND k.state = 'stay' AND k.checked_in_at IS NOT NULL AND lower(k.nights) < $2::date
  ), stays AS (
    SELECT bp.booking_id, ${PERSON} AS person, lower(bp.nights) AS "from"
      FROM within w JOIN booking_people bp ON bp.booking_id = w.id
  ), chain AS (
    SELECT booking_id, person, "from" FROM stays WHERE "from" < $1::date
     UNION
    SELECT bp.booking_id, c.person, lower(bp.nights)
      FROM chain c
      JOIN booking_people bp ON ${PERSON} = c.person AND bp.state IN ('stay', 'ended') AND ${ENDS_ON('bp')} = c."from"
      JOIN bookings k ON k.id = bp.booking_id AND k.state = 'ended' AND k.checked_in_at IS NOT NULL
      JOIN shelters s ON s.id = k.shelter_id AND ${HOUSES(3)}
  )
  SELECT dense_rank() OVER (ORDER BY o.person)::int AS person, ${FACTS},
         CASE WHEN k.state = 'ended' THEN coalesce(e.destination, k.outcome) END AS destination, e.list_version AS edition
    FROM (SELECT booking_id, person FROM stays UNION SELECT booking_id, person FROM chain) o
    JOIN bookings k ON k.id = o.booking_id
    LEFT JOIN stay_exits e ON e.booking_id = k.id AND e.undone_at IS NULL`;

/**
 * All stays, in every house, of those who may have left a house for the first time so many months before the
 * period: who left in those months, and had not left that house before the earliest of them.
 */
export const staysOfReturners = (
  tx: Tx,
  { from, until }: Period,
  houses: ShelterFilter,
): Promise<StayFact[]> => tx.query(RETURNERS, [from, until, RETURN_MONTHS, housesOf(houses)]);

// Three days more at either end: months have not the same number of days.
const RETURNERS = `
  WITH months AS (
    SELECT ($1::date - make_interval(months => m))::date - 3 AS "from", ($2::date - make_interval(months => m))::date + 3 AS until
      FROM unnest($3::int[]) m
  ), left_then AS MATERIALIZED (
    SELECT DISTINCT ${PERSON} AS person, k.shelter_id
      FROM months w
      JOIN shelters s ON ${HOUSES(4)}
      JOIN bookings k ON k.shelter_id = s.id AND k.nights && daterange(w."from" - 1, w.until)
       AND k.ends_on >= w."from" AND k.ends_on < w.until
      JOIN booking_people bp ON bp.booking_id = k.id
     WHERE k.state = 'ended' AND k.checked_in_at IS NOT NULL
  ), first_time AS MATERIALIZED (
    SELECT DISTINCT l.person
      FROM left_then l
      CROSS JOIN LATERAL (
        SELECT ${ENDS_ON('bp')} AS ends_on FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
         WHERE ${PERSON} = l.person AND bp.state IN ('stay', 'ended')
           AND k.shelter_id = l.shelter_id AND k.checked_in_at IS NOT NULL
         ORDER BY 1 LIMIT 1
      ) f
      -- Whoever went on to another bed or house that day has not left.
      LEFT JOIN LATERAL (
        SELECT lower(bp.nights) AS "from" FROM booking_people bp
         WHERE ${PERSON} = l.person AND bp.state IN ('stay', 'ended') AND ${ENDS_ON('bp')} > f.ends_on
         ORDER BY ${ENDS_ON('bp')} LIMIT 1
      ) n ON true
     WHERE f.ends_on >= (SELECT min("from") FROM months) OR n."from" = f.ends_on
  )
  SELECT dense_rank() OVER (ORDER BY t.person)::int AS person, ${FACTS}, NULL AS destination
    FROM first_time t
    JOIN booking_people bp ON ${PERSON} = t.person AND bp.state IN ('stay', 'ended')
    JOIN bookings k ON k.id = bp.booking_id
   WHERE k.checked_in_at IS NOT NULL AND lower(bp.nights) < $2::date`;

interface BedTurnRow {
  readonly bedId: string;
  readonly shelterId: string;
  readonly from: string;
  readonly until: string | null;
  readonly cameFrom: string;
  readonly cameUntil: string | null;
  readonly blocked: BedFact['blocked'];
}

/** Who came to which bed within the period, who slept there last before, and when it was out of service between them. */
export async function bedTurnsWithin(
  tx: Tx,
  { from, until }: Period,
  houses: ShelterFilter,
): Promise<{ slept: StayFact[]; beds: BedFact[] }> {
  const rows = await tx.query<BedTurnRow>(TURNS, [from, until, housesOf(houses)]);
  const nobody = { person: 0, destination: null };
  const beds = new Map<string, BedFact & { blocked: BedFact['blocked'][number][] }>();
  const slept = new Map<string, StayFact>();
  for (const row of rows) {
    const { bedId, shelterId, blocked } = row;
    const bed = beds.get(bedId) ?? { bedId, shelterId, blocked: [] };
    bed.blocked.push(...blocked);
    beds.set(bedId, bed);
    for (const nights of [
      { from: row.cameFrom, until: row.cameUntil },
      { from: row.from, until: row.until },
    ]) {
      slept.set(`${bedId}/${nights.from}`, { ...nobody, bedId, shelterId, ...nights });
    }
  }
  return { slept: [...slept.values()], beds: [...beds.values()] };
}

// Bookings of a bed do not overlap: who slept there last before is who ended last before.
const TURNS = `
  SELECT k.bed_id AS "bedId", k.shelter_id AS "shelterId",
         lower(k.nights)::text AS "from", CASE WHEN k.state = 'ended' THEN upper(k.nights)::text END AS until,
         lower(b.nights)::text AS "cameFrom", CASE WHEN b.state = 'ended' THEN upper(b.nights)::text END AS "cameUntil",
         coalesce((SELECT jsonb_agg(jsonb_build_object('from', lower(o.nights), 'until', upper(o.nights)))
            FROM bookings o
           WHERE o.bed_id = k.bed_id AND o.state <> 'void' AND o.ends_on > b.ends_on AND o.ends_on <= lower(k.nights)
             AND (o.state = 'blocked' OR (o.state = 'ended' AND o.checked_in_at IS NULL))), '[]') AS blocked
    FROM shelters s
    JOIN bookings k ON k.shelter_id = s.id AND k.nights && daterange($1::date, $2::date)
    JOIN booking_people kp ON kp.booking_id = k.id
    CROSS JOIN LATERAL (
      SELECT k2.nights, k2.state, k2.ends_on FROM bookings k2 JOIN booking_people bp ON bp.booking_id = k2.id
       WHERE k2.bed_id = k.bed_id AND k2.state <> 'void' AND k2.ends_on <= lower(k.nights)
         AND k2.state IN ('stay', 'ended') AND k2.checked_in_at IS NOT NULL
       ORDER BY k2.ends_on DESC LIMIT 1
    ) b
   WHERE ${HOUSES(3)} AND ${CAME} AND lower(k.nights) >= $1::date`;
