/**
 * The bookings that the figures of a period need. What is read grows with the period, not with the length of history,
 * unless the planner takes those who left before for cheaper to read as a whole (returns).
 */
import type { Tx } from '../platform/database/transactions';
import { groupBy } from '../platform/shared/group-by';
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
): Promise<StayFact[]> => tx.query(RETURNERS, [from, until, housesOf(houses)]);

// Three days more at either end: months have not the same number of days. Written out, not as a table of months: the
// planner then knows how many left in them, and whether to look up each or to read all who left before.
const monthsBefore = (day: string, months: number, more: string) =>
  `((${day}::date - interval '${months} months')::date ${more})`;
const LEFT_THEN = RETURN_MONTHS.map(
  (months) =>
    `k.ends_on >= ${monthsBefore('$1', months, '- 3')} AND k.ends_on < ${monthsBefore('$2', months, '+ 3')}`,
).join(' OR ');
const EARLIEST = monthsBefore('$1', Math.max(...RETURN_MONTHS), '- 3');
const LEFT = `k.state = 'ended' AND k.checked_in_at IS NOT NULL`;

// Who left that house before has not left it for the first time, unless they only went on to another bed: those slept
// somewhere on the night before the earliest day, in a bed to which they had come from another.
const RETURNERS = `
  WITH left_then AS MATERIALIZED (
    SELECT DISTINCT ${PERSON} AS person, k.shelter_id
      FROM bookings k JOIN booking_people bp ON bp.booking_id = k.id
     WHERE ${LEFT} AND (${LEFT_THEN}) AND ($3::uuid[] IS NULL OR k.shelter_id = ANY ($3::uuid[]))
  ), first_time AS MATERIALIZED (
    SELECT l.person
      FROM left_then l
     WHERE NOT EXISTS (
       SELECT FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
        WHERE ${PERSON} = l.person AND k.shelter_id = l.shelter_id AND ${LEFT} AND k.ends_on < ${EARLIEST}
          AND ($3::uuid[] IS NULL OR k.shelter_id = ANY ($3::uuid[])))
     UNION
    SELECT ${PERSON}
      FROM shelters s
      JOIN bookings k ON k.shelter_id = s.id AND ${CAME} AND k.nights @> (${EARLIEST} - 1)
      JOIN booking_people bp ON bp.booking_id = k.id
     WHERE ${HOUSES(3)} AND ${PERSON} IN (SELECT person FROM left_then)
       AND EXISTS (
         SELECT FROM booking_people n
          WHERE coalesce(n.person_id, n.case_id) = ${PERSON} AND n.state <> 'void'
            AND n.nights @> (lower(k.nights) - 1))
  )
  SELECT dense_rank() OVER (ORDER BY t.person)::int AS person, ${FACTS}, NULL AS destination
    FROM first_time t
    CROSS JOIN LATERAL (
      SELECT ${BOOKED} FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
       WHERE ${PERSON} = t.person AND bp.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL
         AND lower(bp.nights) < $2::date
      OFFSET 0
    ) b`;

interface BedBeforeRow {
  readonly bedId: string;
  readonly shelterId: string;
  readonly from: string;
  readonly until: string | null;
}
interface BlockedRow {
  readonly bedId: string;
  readonly from: string;
  readonly until: string;
}

/**
 * Who slept in the beds of the period, each after the other: the stays of the period, who left a bed before its first
 * arrival, and the nights out of service in between.
 */
export async function bedTurnsWithin(
  tx: Tx,
  { from, until }: Period,
  houses: ShelterFilter,
  stays: readonly StayFact[],
): Promise<{ slept: StayFact[]; beds: BedFact[] }> {
  const within = stays.filter((stay) => stay.until === null || stay.until >= from);
  const arrivals = new Map<string, string>();
  for (const { bedId, from: day } of within) {
    if (day >= from && day < (arrivals.get(bedId) ?? until)) arrivals.set(bedId, day);
  }
  const firstOfBeds = [[...arrivals.keys()], [...arrivals.values()]];
  const before = await tx.query<BedBeforeRow>(BEFORE, firstOfBeds);
  const slept = new Map(within.map((stay) => [`${stay.bedId}/${stay.from}`, stay]));
  for (const row of before) {
    slept.set(`${row.bedId}/${row.from}`, { person: 0, destination: null, ...row });
  }
  const blocked = await tx.query<BlockedRow>(BLOCKED, [
    from,
    until,
    housesOf(houses),
    before.map(({ bedId }) => bedId),
    before.map((row) => row.until),
  ]);
  const blockedIn = groupBy(blocked, ({ bedId }) => bedId);
  const shelterOf = new Map(within.map(({ bedId, shelterId }) => [bedId, shelterId]));
  const beds = [...shelterOf].map(([bedId, shelterId]) => ({
    bedId,
    shelterId,
    blocked: blockedIn.get(bedId) ?? [],
  }));
  return { slept: [...slept.values()], beds };
}

// Bookings of a bed do not overlap: who slept there last before is who ended last before.
const BEFORE = `
  SELECT b.bed_id AS "bedId", b.shelter_id AS "shelterId", lower(b.nights)::text AS "from",
         CASE WHEN b.state = 'ended' THEN upper(b.nights)::text END AS until
    FROM unnest($1::uuid[], $2::date[]) f (bed_id, day)
    CROSS JOIN LATERAL (
      SELECT k.* FROM bookings k JOIN booking_people bp ON bp.booking_id = k.id
       WHERE k.bed_id = f.bed_id AND k.state <> 'void' AND k.ends_on <= f.day AND ${CAME}
       ORDER BY k.ends_on DESC LIMIT 1
    ) b`;

// Those of the period, and those between who left a bed before it and the period.
const OUT = `o.state <> 'void' AND (o.state = 'blocked' OR (o.state = 'ended' AND o.checked_in_at IS NULL))`;
const BLOCKED = `
  SELECT o.bed_id AS "bedId", lower(o.nights)::text AS "from", upper(o.nights)::text AS until
    FROM shelters s
    JOIN bookings o ON o.shelter_id = s.id AND o.state IN ('ended', 'blocked') AND o.nights && daterange($1::date, $2::date)
   WHERE ${HOUSES(3)} AND ${OUT}
   UNION ALL
  SELECT o.bed_id, lower(o.nights)::text, upper(o.nights)::text
    FROM unnest($4::uuid[], $5::date[]) b (bed_id, ends_on)
    JOIN bookings o ON o.bed_id = b.bed_id AND ${OUT} AND o.ends_on > b.ends_on AND o.ends_on <= $1::date`;
