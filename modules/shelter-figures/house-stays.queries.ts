/**
 * The bookings that the figures of a period need, in three questions. None of them reads a stay that ended
 * long before: what is read grows with the period, not with the length of history.
 */
import type { Tx } from '../platform/database/transactions';
import type { Period } from '../platform/shared/periods.rules';
import type { ShelterFilter } from '../shelter-beds';
import { type BedFact, RETURN_MONTHS, type StayFact } from './house.rules';

export type StayFactRow = StayFact & { readonly edition: number | null };

const PERSON = 'coalesce(bp.person_id, bp.case_id)';
const CAME = `k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL`;
const HOUSES = (place: number) => `($${place}::uuid[] IS NULL OR s.id = ANY ($${place}::uuid[]))`;

/** A stay past its planned exit continues until its end is recorded. */
const FACTS = `shelter_id AS "shelterId", bed_id AS "bedId", lower(nights)::text AS "from",
         CASE WHEN state = 'ended' THEN upper(nights)::text END AS until`;
const BOOKED = 'k.id, k.shelter_id, k.bed_id, k.nights, k.state, k.outcome';

const housesOf = (houses: ShelterFilter): string[] | null => (houses === null ? null : [...houses]);

/** Those of somebody who was there within the period or left in it, and those before that lead to them without a gap. */
export const staysWithin = (
  tx: Tx,
  { from, until }: Period,
  houses: ShelterFilter,
): Promise<StayFactRow[]> => tx.query(STAYS, [from, until, housesOf(houses)]);

// One look-up for each of those who were there before: OFFSET 0 keeps the planner from reading all bookings instead.
const STAYS = `
  WITH RECURSIVE within AS (
    SELECT ${BOOKED} FROM shelters s
      JOIN bookings k ON k.shelter_id = s.id AND k.nights && daterange($1::date - 1, $2::date)
     WHERE ${HOUSES(3)} AND ${CAME}
     UNION ALL
    SELECT ${BOOKED} FROM shelters s JOIN bookings k ON k.shelter_id = s.id
     WHERE ${HOUSES(3)} AND k.state = 'stay' AND k.checked_in_at IS NOT NULL AND lower(k.nights) < $2::date
       AND NOT k.nights && daterange($1::date - 1, $2::date)
  ), stays AS (
    SELECT w.*, ${PERSON} AS person FROM within w JOIN booking_people bp ON bp.booking_id = w.id
  ), chain AS (
    SELECT * FROM stays WHERE lower(nights) < $1::date
     UNION ALL
    SELECT b.*, c.person
      FROM chain c
      CROSS JOIN LATERAL (
        SELECT ${BOOKED} FROM booking_people bp
          JOIN bookings k ON k.id = bp.booking_id AND k.state = 'ended' AND k.checked_in_at IS NOT NULL
         WHERE ${PERSON} = c.person AND bp.state <> 'void' AND bp.nights @> lower(c.nights) - 1
           AND upper(bp.nights) = lower(c.nights)
        OFFSET 0
      ) b
     WHERE $3::uuid[] IS NULL OR b.shelter_id = ANY ($3::uuid[])
  )
  SELECT dense_rank() OVER (ORDER BY o.person)::int AS person, ${FACTS},
         CASE WHEN state = 'ended' THEN coalesce(e.destination, o.outcome) END AS destination, e.list_version AS edition
    FROM (SELECT * FROM stays WHERE lower(nights) >= $1::date UNION ALL SELECT * FROM chain) o
    LEFT JOIN stay_exits e ON e.booking_id = o.id AND e.undone_at IS NULL`;

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
      LEFT JOIN LATERAL (
        SELECT true AS found FROM booking_people bp
          JOIN bookings k ON k.id = bp.booking_id AND k.shelter_id = l.shelter_id AND k.checked_in_at IS NOT NULL
         WHERE ${PERSON} = l.person AND bp.state = 'ended'
           AND lower(bp.nights) < (SELECT min("from") FROM months) AND upper(bp.nights) < (SELECT min("from") FROM months)
           -- Whoever went on to another bed or house that day had not left.
           AND NOT EXISTS (
             SELECT FROM booking_people n
              WHERE coalesce(n.person_id, n.case_id) = l.person AND n.state IN ('stay', 'ended')
                AND lower(n.nights) = upper(bp.nights))
         LIMIT 1
      ) earlier ON true
     WHERE earlier.found IS NULL
  )
  SELECT dense_rank() OVER (ORDER BY t.person)::int AS person, ${FACTS}, NULL AS destination
    FROM first_time t
    CROSS JOIN LATERAL (
      SELECT ${BOOKED} FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
       WHERE ${PERSON} = t.person AND bp.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL
         AND lower(bp.nights) < $2::date
      OFFSET 0
    ) b`;

interface BedTurnRow {
  readonly bedId: string;
  readonly shelterId: string;
  readonly from: string;
  readonly until: string | null;
  readonly cameFrom: string;
  readonly cameUntil: string | null;
  readonly blocked: BedFact['blocked'];
}

/** Arrivals per bed within the period, with the previous occupation and times out of service in between. */
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
