/**
 * The figures of the houses over a period: the one definition for page, export and API. Bed-nights are
 * those of `bedFigures`; the rest is worked out by `house.rules.ts` from what the figures' door shows.
 */
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import {
  type BedNights,
  type ShelterFilter,
  isAmong,
  type BedFigures,
  nightsOfBeds,
  occupancyOf,
  type Period,
} from '../nights/occupancy.figures';
import { groupBy } from '../placing/placing-assembly.rules';
import type { ShelterKind } from '../beds.data';
import {
  type BedFact,
  destinationsOf,
  entriesOf,
  leaversOf,
  type Lengths,
  lengthsOfLeavers,
  lengthsOfPresent,
  RETURN_MONTHS,
  type Returns,
  returnsOf,
  type StayFact,
  type Stay,
  staysOf,
  turnoverOf,
  vacancyOf,
} from './house.rules';

export interface HouseFigures {
  readonly bedNights: BedNights;
  /** Used ÷ available, over 1 where more slept there than beds were in service. */
  readonly bedOccupancy: number | null;
  /** A unit is a room: used on a night on which somebody sleeps in it. */
  readonly unitNights: BedNights;
  readonly unitOccupancy: number | null;
  readonly leavers: Lengths;
  readonly present: Lengths;
  readonly turnover: number | null;
  readonly vacancy: { readonly gaps: number; readonly days: number | null };
  readonly destinations: readonly { readonly destination: string; readonly people: number }[];
  readonly returns: readonly Returns[];
}
export interface ShelterFigures extends HouseFigures {
  readonly shelterId: string;
  readonly codeName: string;
  readonly kind: ShelterKind;
}
export interface AllHouseFigures {
  readonly from: CivilDate;
  /** The first day after the period. */
  readonly until: CivilDate;
  /** Only these are counted: what is not closed may still change. */
  readonly closedNights: number;
  readonly months: readonly ({ readonly month: string } & BedNights)[];
  readonly shelters: readonly ShelterFigures[];
  readonly total: HouseFigures;
  readonly turnAways: TurnAways;
  /** Of the destinations that came from the list: the latest edition that one was chosen from. */
  readonly editions: ReadonlyMap<string, number>;
}
export interface TurnAways {
  /** Requests of the period and those that were turned away without one. */
  readonly asked: number;
  /** For lack of a bed, or of one that fits. */
  readonly refused: number;
  readonly rate: number | null;
}

/** Of the houses that are named: whose figures somebody reads is for whoever asks to say. */
export async function houseFigures(
  tx: Tx,
  period: Period,
  houses: ShelterFilter = null,
): Promise<AllHouseFigures> {
  const all = await asFigures(tx, () => facts(tx, period, houses));
  const { beds, closed, counted, asked, refused } = all;
  const here = <T extends { readonly shelterId: string }>(rows: readonly T[]): T[] =>
    rows.filter(({ shelterId }) => isAmong(houses, shelterId));
  const [slept, inventory] = [here(all.slept), here(all.inventory)];
  const units = new Map([...all.units].filter(([id]) => isAmong(houses, id)));
  const sleptIn = groupBy(slept, ({ shelterId }) => shelterId);
  const bedsOf = groupBy(inventory, ({ shelterId }) => shelterId);
  // Whoever comes back comes to any house.
  const entries = entriesOf(staysOf(all.slept));
  const of = (
    bedNights: BedNights,
    unitNights: BedNights,
    given: { slept: readonly StayFact[]; beds: readonly BedFact[]; stays: readonly Stay[] },
  ): HouseFigures => {
    const leavers = leaversOf(given.stays, counted);
    return {
      bedNights,
      bedOccupancy: occupancyOf(bedNights),
      unitNights,
      unitOccupancy: occupancyOf(unitNights),
      leavers: lengthsOfLeavers(given.stays, counted),
      present: lengthsOfPresent(given.stays, counted.until),
      turnover: turnoverOf(leavers.length, bedNights.available, closed),
      vacancy: vacancyOf(given.beds, given.slept, counted),
      destinations: destinationsOf(leavers),
      returns: RETURN_MONTHS.map((months) => returnsOf(given.stays, entries, counted, months)),
    };
  };
  return {
    from: period.from,
    until: period.until,
    closedNights: closed,
    months: beds.months,
    shelters: beds.shelters.map(({ shelterId, codeName, kind, used, available }) => {
      const nights = sleptIn.get(shelterId) ?? [];
      return {
        shelterId,
        codeName,
        kind,
        ...of({ used, available }, units.get(shelterId) ?? { used: 0, available: 0 }, {
          slept: nights,
          beds: bedsOf.get(shelterId) ?? [],
          stays: staysOf(nights),
        }),
      };
    }),
    total: of(beds.total, addUp([...units.values()]), {
      slept,
      beds: inventory,
      stays: staysOf(slept),
    }),
    turnAways: { asked, refused, rate: asked > 0 ? refused / asked : null },
    editions: editionsOf(slept),
  };
}

const addUp = (all: readonly BedNights[]): BedNights => ({
  used: all.reduce((sum, { used }) => sum + used, 0),
  available: all.reduce((sum, { available }) => sum + available, 0),
});

function editionsOf(slept: readonly StayFactRow[]): ReadonlyMap<string, number> {
  const editions = new Map<string, number>();
  for (const { destination, edition } of slept) {
    if (destination === null || edition === null) continue;
    editions.set(destination, Math.max(edition, editions.get(destination) ?? 0));
  }
  return editions;
}

type StayFactRow = StayFact & { readonly edition: number | null };
interface HouseFigureFacts {
  readonly beds: BedFigures;
  readonly asked: number;
  readonly refused: number;
  readonly slept: StayFactRow[];
  readonly inventory: BedFact[];
  readonly units: ReadonlyMap<string, BedNights>;
  readonly closed: number;
  /** The period as far as its nights have passed. */
  readonly counted: Period;
}

async function facts(
  tx: Tx,
  { from, until }: Period,
  houses: ShelterFilter,
): Promise<HouseFigureFacts> {
  const beds = await nightsOfBeds(tx, { from, until }, houses);
  const [counts] = await tx.query<
    Pick<HouseFigureFacts, 'asked' | 'refused' | 'closed'> & Pick<Period, 'until'>
  >(COUNTS, [from, until]);
  const slept = await tx.query<StayFactRow>(SLEPT, [until]);
  const inventory = await tx.query<BedFact>(INVENTORY, [until]);
  const units = await tx.query<BedNights & { shelterId: string }>(UNITS, [from, until]);
  return {
    beds,
    slept,
    inventory,
    closed: counts!.closed,
    asked: counts!.asked,
    refused: counts!.refused,
    units: new Map(units.map(({ shelterId, used, available }) => [shelterId, { used, available }])),
    counted: { from, until: counts!.until },
  };
}

/** Somebody turned away had no request; a request that was made in error is one all the same. */
const COUNTS = `
  WITH away AS MATERIALIZED (
    SELECT reason FROM bed_turn_aways
     WHERE retracted_at IS NULL AND mawa_day(at) >= $1::date AND mawa_day(at) < $2::date
  )
  SELECT (SELECT count(*)::int FROM closed_nights WHERE night >= $1::date AND night < $2::date) AS closed,
         greatest($1::date, least($2::date, mawa_tonight()))::text AS until,
         (SELECT count(*)::int FROM away WHERE reason IN ('no_bed', 'no_fitting_bed')) AS refused,
         (SELECT count(*)::int FROM away)
           + (SELECT count(*)::int FROM bed_requests
               WHERE mawa_day(created_at) >= $1::date AND mawa_day(created_at) < $2::date) AS asked`;

/** A stay past its planned exit goes on until somebody says that it ended. */
const SLEPT = `
  SELECT dense_rank() OVER (ORDER BY coalesce(bp.person_id, bp.case_id))::int AS person,
         k.shelter_id AS "shelterId", k.bed_id AS "bedId", lower(bp.nights)::text AS "from",
         CASE WHEN bp.state = 'ended' THEN upper(bp.nights)::text END AS until,
         CASE WHEN bp.state = 'ended' THEN coalesce(e.destination, k.outcome) END AS destination,
         e.list_version AS edition
    FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
    LEFT JOIN stay_exits e ON e.booking_id = k.id AND e.undone_at IS NULL
   WHERE bp.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL AND lower(bp.nights) < $1::date`;

const INVENTORY = `
  SELECT b.id AS "bedId", b.shelter_id AS "shelterId",
         coalesce((SELECT jsonb_agg(jsonb_build_object('from', lower(k.nights), 'until', upper(k.nights)))
            FROM bookings k WHERE k.bed_id = b.id
             AND (k.state = 'blocked' OR (k.state = 'ended' AND k.checked_in_at IS NULL))), '[]') AS blocked
    FROM beds b WHERE lower(b.in_service) < $1::date`;

/** Rooms on closed nights: with a bed that can be slept in, and with somebody in one. */
const UNITS = `
  SELECT shelter_id AS "shelterId", sum(rooms_slept)::int AS used, sum(rooms)::int AS available
    FROM night_counts WHERE night >= $1::date AND night < $2::date
   GROUP BY 1`;
